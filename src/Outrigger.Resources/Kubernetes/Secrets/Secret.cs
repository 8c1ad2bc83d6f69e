namespace Outrigger.Resources.Kubernetes.Secrets;

/// <summary>Confidential data.</summary>
public sealed record Secret : IResourceSpec
{
    /// <summary>Bytes by key.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Data { get; init; } =
        Empty.Map<ReadOnlyMemory<byte>>();

    /// <summary>Text by key; it overrides <see cref="Data"/>.</summary>
    public IReadOnlyDictionary<string, string> StringData { get; init; } = Empty.Map<string>();

    /// <summary>What the secret is for, for example <c>kubernetes.io/tls</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Whether the data may never change.</summary>
    public bool? Immutable { get; init; }
}
