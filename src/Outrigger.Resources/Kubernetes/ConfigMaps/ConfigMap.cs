namespace Outrigger.Resources.Kubernetes.ConfigMaps;

/// <summary>Plain configuration data.</summary>
public sealed record ConfigMap : IResourceSpec
{
    /// <summary>Text by key.</summary>
    public IReadOnlyDictionary<string, string> Data { get; init; } = Empty.Map<string>();

    /// <summary>Bytes by key.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> BinaryData { get; init; } =
        Empty.Map<ReadOnlyMemory<byte>>();

    /// <summary>Whether the data may never change.</summary>
    public bool? Immutable { get; init; }
}
