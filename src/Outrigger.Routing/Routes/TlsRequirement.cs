namespace Outrigger.Routing.Routes;

/// <summary>Which plain-text requests are redirected to TLS: <c>VirtualHost.require_tls</c>.</summary>
public enum TlsRequirement
{
    /// <summary>None.</summary>
    None,

    /// <summary>Those without <c>x-envoy-internal: true</c>.</summary>
    ExternalOnly,

    /// <summary>All.</summary>
    All,
}
