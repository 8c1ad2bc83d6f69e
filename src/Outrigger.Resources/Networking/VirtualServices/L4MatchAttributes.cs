using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>A condition on a connection; every field that is set must hold.</summary>
public sealed record L4MatchAttributes
{
    /// <summary>Ranges of which one must hold the destination's address.</summary>
    [ParsedOnly]
    public IReadOnlyList<string> DestinationSubnets { get; init; } = [];

    /// <summary>Gateways whose traffic this condition is for.</summary>
    public IReadOnlyList<string> Gateways { get; init; } = [];

    /// <summary>The port that the client addressed.</summary>
    public uint? Port { get; init; }

    /// <summary>Labels that the calling workload must have.</summary>
    public IReadOnlyDictionary<string, string> SourceLabels { get; init; } = Empty.Map<string>();

    /// <summary>Namespace of the calling workload.</summary>
    public string? SourceNamespace { get; init; }

    /// <summary>Deprecated range of the client's address; Istio ignores it.</summary>
    [ParsedOnly]
    public string? SourceSubnet { get; init; }
}
