namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record ProxyProtocol.</summary>
public sealed record ProxyProtocol
{
    /// <summary>Field version.</summary>
    public ProxyProtocolVersion? Version { get; init; }
}
