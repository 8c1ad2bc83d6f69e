using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Kinds of Envoy configuration that a patch can change.</summary>
public enum ApplyTo
{
    /// <summary>None.</summary>
    [WireName("INVALID")]
    Invalid,

    /// <summary>Listeners.</summary>
    [WireName("LISTENER")]
    Listener,

    /// <summary>Filter chains.</summary>
    [WireName("FILTER_CHAIN")]
    FilterChain,

    /// <summary>Network filters.</summary>
    [WireName("NETWORK_FILTER")]
    NetworkFilter,

    /// <summary>HTTP filters.</summary>
    [WireName("HTTP_FILTER")]
    HttpFilter,

    /// <summary>Route configurations.</summary>
    [WireName("ROUTE_CONFIGURATION")]
    RouteConfiguration,

    /// <summary>Virtual hosts.</summary>
    [WireName("VIRTUAL_HOST")]
    VirtualHost,

    /// <summary>Routes.</summary>
    [WireName("HTTP_ROUTE")]
    HttpRoute,

    /// <summary>Clusters.</summary>
    [WireName("CLUSTER")]
    Cluster,

    /// <summary>Extension configurations.</summary>
    [WireName("EXTENSION_CONFIG")]
    ExtensionConfig,

    /// <summary>The bootstrap configuration.</summary>
    [WireName("BOOTSTRAP")]
    Bootstrap,

    /// <summary>Listener filters.</summary>
    [WireName("LISTENER_FILTER")]
    ListenerFilter,
}
