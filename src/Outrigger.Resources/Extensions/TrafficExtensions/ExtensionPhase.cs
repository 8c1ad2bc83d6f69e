using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions.TrafficExtensions;

/// <summary>Where in the filter chain an extension belongs.</summary>
public enum ExtensionPhase
{
    /// <summary>At the end, before the router.</summary>
    [WireName("UNSPECIFIED")]
    Unspecified,

    /// <summary>Before authentication filters.</summary>
    [WireName("AUTHN")]
    Authn,

    /// <summary>Before authorization filters.</summary>
    [WireName("AUTHZ")]
    Authz,

    /// <summary>Before statistics filters.</summary>
    [WireName("STATS")]
    Stats,
}
