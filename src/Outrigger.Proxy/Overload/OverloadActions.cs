namespace Outrigger.Proxy.Overload;

/// <summary>What is done under pressure; the names are those of Envoy's <c>envoy.overload_actions</c>.</summary>
[Flags]
internal enum OverloadActions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>disable_http_keepalive</c>: a connection ends after the response that is under way.</summary>
    DisableHttpKeepAlive = 1,

    /// <summary><c>stop_accepting_requests</c>: new requests are answered with 503.</summary>
    StopAcceptingRequests = 2,

    /// <summary><c>stop_accepting_connections</c>: new connections wait in the kernel's queue.</summary>
    StopAcceptingConnections = 4,

    /// <summary><c>reject_incoming_connections</c>: new connections are closed at once.</summary>
    RejectIncomingConnections = 8,

    /// <summary>
    /// <c>reset_high_memory_stream</c>: idle connections are closed, then those that hold most.
    /// </summary>
    ResetHighMemoryStream = 16,
}
