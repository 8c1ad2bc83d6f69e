using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Where in the chain a filter belongs.</summary>
public enum FilterClass
{
    /// <summary>Where the operation says.</summary>
    [WireName("UNSPECIFIED")]
    Unspecified,

    /// <summary>After authentication filters.</summary>
    [WireName("AUTHN")]
    Authn,

    /// <summary>After authorization filters.</summary>
    [WireName("AUTHZ")]
    Authz,

    /// <summary>Before statistics filters.</summary>
    [WireName("STATS")]
    Stats,
}
