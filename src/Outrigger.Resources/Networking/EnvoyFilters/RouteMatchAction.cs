using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Values of RouteMatchAction.</summary>
public enum RouteMatchAction
{
    /// <summary><c>ANY</c>.</summary>
    [WireName("ANY")]
    Any,

    /// <summary><c>ROUTE</c>.</summary>
    [WireName("ROUTE")]
    Route,

    /// <summary><c>REDIRECT</c>.</summary>
    [WireName("REDIRECT")]
    Redirect,

    /// <summary><c>DIRECT_RESPONSE</c>.</summary>
    [WireName("DIRECT_RESPONSE")]
    DirectResponse,
}
