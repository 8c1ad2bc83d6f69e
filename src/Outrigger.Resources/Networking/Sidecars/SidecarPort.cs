namespace Outrigger.Resources.Networking.Sidecars;

/// <summary>Record SidecarPort.</summary>
public sealed record SidecarPort
{
    /// <summary>Field name.</summary>
    public string? Name { get; init; }

    /// <summary>Field number.</summary>
    public uint? Number { get; init; }

    /// <summary>Field protocol.</summary>
    public string? Protocol { get; init; }

    /// <summary>Field targetPort.</summary>
    public uint? TargetPort { get; init; }
}
