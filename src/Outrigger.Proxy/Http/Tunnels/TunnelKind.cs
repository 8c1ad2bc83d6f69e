namespace Outrigger.Proxy.Http.Tunnels;

/// <summary>What kind of tunnel a request asks for.</summary>
internal enum TunnelKind : byte
{
    /// <summary>None.</summary>
    None,

    /// <summary>Another protocol than HTTP on the same connection or stream.</summary>
    Upgrade,

    /// <summary>A CONNECT that the endpoint is asked for.</summary>
    Connect,

    /// <summary>A CONNECT, or a POST in its place, that ends here: the endpoint gets the bytes alone.</summary>
    Terminated,
}
