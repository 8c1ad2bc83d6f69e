namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Puts the client's address before the data (PROXY protocol).</summary>
public sealed record ProxyProtocol
{
    /// <summary>The version of the protocol.</summary>
    public ProxyProtocolVersion? Version { get; init; }
}
