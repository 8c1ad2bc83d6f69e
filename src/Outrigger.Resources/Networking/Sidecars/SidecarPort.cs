namespace Outrigger.Resources.Networking.Sidecars;

/// <summary>The port of a Sidecar's listener.</summary>
public sealed record SidecarPort
{
    /// <summary>A name for the port.</summary>
    public string? Name { get; init; }

    /// <summary>The port number.</summary>
    public uint? Number { get; init; }

    /// <summary>Its protocol.</summary>
    public string? Protocol { get; init; }

    /// <summary>Deprecated and without effect in Istio.</summary>
    public uint? TargetPort { get; init; }
}
