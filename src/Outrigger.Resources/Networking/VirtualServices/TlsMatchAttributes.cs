using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>A condition on a TLS connection that is passed through.</summary>
public sealed record TlsMatchAttributes
{
    /// <summary>Ranges of which one must hold the destination's address.</summary>
    [ParsedOnly]
    public IReadOnlyList<string> DestinationSubnets { get; init; } = [];

    /// <summary>Gateways whose traffic this condition is for.</summary>
    public IReadOnlyList<string> Gateways { get; init; } = [];

    /// <summary>The port that the client addressed.</summary>
    public uint? Port { get; init; }

    /// <summary>Server names of which one must be asked for; within the VirtualService's hosts.</summary>
    [Required]
    public IReadOnlyList<string> SniHosts { get; init; } = [];

    /// <summary>Labels that the calling workload must have.</summary>
    public IReadOnlyDictionary<string, string> SourceLabels { get; init; } = Empty.Map<string>();

    /// <summary>Namespace of the calling workload.</summary>
    public string? SourceNamespace { get; init; }
}
