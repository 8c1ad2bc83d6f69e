namespace Outrigger.Resources.Networking.Gateways;

/// <summary>Record GatewaySpec.</summary>
public sealed record GatewaySpec : IResourceSpec
{
    /// <summary>Field selector.</summary>
    public IReadOnlyDictionary<string, string> Selector { get; init; } = Empty.Map<string>();

    /// <summary>Field servers.</summary>
    public IReadOnlyList<GatewayServer> Servers { get; init; } = [];
}
