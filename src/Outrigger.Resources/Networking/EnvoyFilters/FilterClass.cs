using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Values of FilterClass.</summary>
public enum FilterClass
{
    /// <summary><c>UNSPECIFIED</c>.</summary>
    [WireName("UNSPECIFIED")]
    Unspecified,

    /// <summary><c>AUTHN</c>.</summary>
    [WireName("AUTHN")]
    Authn,

    /// <summary><c>AUTHZ</c>.</summary>
    [WireName("AUTHZ")]
    Authz,

    /// <summary><c>STATS</c>.</summary>
    [WireName("STATS")]
    Stats,
}
