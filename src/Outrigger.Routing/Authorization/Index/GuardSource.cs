namespace Outrigger.Routing.Authorization.Index;

/// <summary>An attribute by which policies are found.</summary>
internal enum GuardSource : byte
{
    /// <summary>The peer's names.</summary>
    PeerName,

    /// <summary>What follows <c>/ns/</c> in a name of the peer.</summary>
    PeerNamespace,

    /// <summary>What follows <c>/sa/</c> in a name of the peer.</summary>
    PeerAccount,

    /// <summary>The server name of the client hello.</summary>
    ServerName,

    /// <summary>The port that the client wanted to reach.</summary>
    DestinationPort,

    /// <summary>The address that the client wanted to reach.</summary>
    DestinationAddress,

    /// <summary>The client's address as the PROXY protocol told it.</summary>
    SourceAddress,

    /// <summary>The address of the connection's peer.</summary>
    DirectRemoteAddress,

    /// <summary>The client's address as forwarding headers told it.</summary>
    RemoteAddress,

    /// <summary>The path.</summary>
    Path,

    /// <summary>The end of the path, for templates that also say how it begins.</summary>
    PathEnd,

    /// <summary>One segment of the path, for templates that leave an earlier one open.</summary>
    PathSegment,

    /// <summary>The method.</summary>
    Method,

    /// <summary>The host.</summary>
    Authority,

    /// <summary>A header.</summary>
    Header,

    /// <summary>A value that a filter noted.</summary>
    Metadata,
}
