namespace Outrigger.Resources.Networking.Gateways;

/// <summary>Ports and hosts that gateways open to the outside.</summary>
public sealed record GatewaySpec : IResourceSpec
{
    /// <summary>Labels of the gateway's pods.</summary>
    public IReadOnlyDictionary<string, string> Selector { get; init; } = Empty.Map<string>();

    /// <summary>The ports to open.</summary>
    public IReadOnlyList<GatewayServer> Servers { get; init; } = [];
}
