namespace Outrigger.Routing.FilterChains.Tree;

/// <summary>The steps of the choice in their order, which is the order of precedence.</summary>
internal enum ChainLevel
{
    DestinationPort,
    DestinationAddress,
    ServerName,
    TransportProtocol,
    ApplicationProtocol,
    DirectSourceAddress,
    SourceType,
    SourceAddress,
    SourcePort,
    End,
}
