using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record TlsMatchAttributes.</summary>
public sealed record TlsMatchAttributes
{
    /// <summary>Field destinationSubnets.</summary>
    public IReadOnlyList<string> DestinationSubnets { get; init; } = [];

    /// <summary>Field gateways.</summary>
    public IReadOnlyList<string> Gateways { get; init; } = [];

    /// <summary>Field port.</summary>
    public uint? Port { get; init; }

    /// <summary>Field sniHosts.</summary>
    [Required]
    public IReadOnlyList<string> SniHosts { get; init; } = [];

    /// <summary>Field sourceLabels.</summary>
    public IReadOnlyDictionary<string, string> SourceLabels { get; init; } = Empty.Map<string>();

    /// <summary>Field sourceNamespace.</summary>
    public string? SourceNamespace { get; init; }
}
