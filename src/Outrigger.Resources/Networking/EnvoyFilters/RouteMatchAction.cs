using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>What a route does.</summary>
public enum RouteMatchAction
{
    /// <summary>Anything.</summary>
    [WireName("ANY")]
    Any,

    /// <summary>It forwards.</summary>
    [WireName("ROUTE")]
    Route,

    /// <summary>It redirects.</summary>
    [WireName("REDIRECT")]
    Redirect,

    /// <summary>It answers.</summary>
    [WireName("DIRECT_RESPONSE")]
    DirectResponse,
}
