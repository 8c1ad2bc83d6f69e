namespace Outrigger.Discovery.Gateways;

/// <summary>What a gateway does with the connections of a server.</summary>
internal enum GatewayServerKind
{
    /// <summary>Clear-text HTTP.</summary>
    Http,

    /// <summary>Clear-text bytes.</summary>
    Bytes,

    /// <summary>TLS, told apart by the server name: it ends here, or it is passed on.</summary>
    Tls,
}
