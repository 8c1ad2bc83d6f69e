namespace Outrigger.Proxy.Stats;

/// <summary>The statistics under <c>http.&lt;prefix&gt;.jwt_authn.</c>, named as Envoy names them.</summary>
internal enum JwtAuthnStat
{
    /// <summary>Requests that went on.</summary>
    Allowed,

    /// <summary>Preflight requests that went on without a token.</summary>
    CorsPreflightBypassed,

    /// <summary>Requests that were refused.</summary>
    Denied,

    /// <summary>Tokens that the worker had verified before.</summary>
    JwtCacheHit,

    /// <summary>Tokens that had to be verified.</summary>
    JwtCacheMiss,
}
