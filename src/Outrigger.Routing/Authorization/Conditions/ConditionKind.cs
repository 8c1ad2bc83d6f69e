namespace Outrigger.Routing.Authorization.Conditions;

/// <summary>What a condition looks at.</summary>
internal enum ConditionKind : byte
{
    Header,
    UrlPath,
    UriTemplate,
    DestinationAddress,
    DestinationPort,
    SourceAddress,
    DirectRemoteAddress,
    RemoteAddress,
    RequestedServerName,
    Metadata,
    Authenticated,
    AuthenticatedName,
    PeerUri,
}
