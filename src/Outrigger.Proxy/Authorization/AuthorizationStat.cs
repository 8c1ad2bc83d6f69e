namespace Outrigger.Proxy.Authorization;

/// <summary>
/// The statistics of authorization filters, named as Envoy names them ("Role Based Access Control / Statistics").
/// </summary>
internal enum AuthorizationStat
{
    /// <summary>What the rules allowed.</summary>
    Allowed,

    /// <summary>What the rules denied.</summary>
    Denied,

    /// <summary>What the shadow rules would have allowed.</summary>
    ShadowAllowed,

    /// <summary>What the shadow rules would have denied.</summary>
    ShadowDenied,
}
