using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record L4MatchAttributes.</summary>
public sealed record L4MatchAttributes
{
    /// <summary>Field destinationSubnets.</summary>
    public IReadOnlyList<string> DestinationSubnets { get; init; } = [];

    /// <summary>Field gateways.</summary>
    public IReadOnlyList<string> Gateways { get; init; } = [];

    /// <summary>Field port.</summary>
    public uint? Port { get; init; }

    /// <summary>Field sourceLabels.</summary>
    public IReadOnlyDictionary<string, string> SourceLabels { get; init; } = Empty.Map<string>();

    /// <summary>Field sourceNamespace.</summary>
    public string? SourceNamespace { get; init; }

    /// <summary>Field sourceSubnet.</summary>
    [ParsedOnly]
    public string? SourceSubnet { get; init; }
}
