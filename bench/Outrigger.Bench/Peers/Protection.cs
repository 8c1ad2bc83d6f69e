namespace Outrigger.Bench.Peers;

/// <summary>How one side of a proxy is protected.</summary>
internal enum Protection
{
    None,

    /// <summary>TLS with a certificate of the server's.</summary>
    Tls,

    /// <summary>TLS in which either end shows its certificate and verifies the other's.</summary>
    MutualTls,
}
