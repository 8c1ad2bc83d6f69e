namespace Outrigger.Local.Sidecars;

/// <summary>The proxy's own ports, as in Istio where Istio has them.</summary>
internal static class ProxyPorts
{
    /// <summary>The admin server.</summary>
    public const int Admin = 15000;

    /// <summary>The control plane's xDS server in clear text.</summary>
    public const int Xds = 15010;

    /// <summary>The control plane's xDS server and certificate authority, by TLS.</summary>
    public const int SecureXds = 15012;

    /// <summary>The HTTP proxy that applications use where traffic is not redirected.</summary>
    public const int HttpProxy = 15080;
}
