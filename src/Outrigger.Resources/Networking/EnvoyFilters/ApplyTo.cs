using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Values of ApplyTo.</summary>
public enum ApplyTo
{
    /// <summary><c>INVALID</c>.</summary>
    [WireName("INVALID")]
    Invalid,

    /// <summary><c>LISTENER</c>.</summary>
    [WireName("LISTENER")]
    Listener,

    /// <summary><c>FILTER_CHAIN</c>.</summary>
    [WireName("FILTER_CHAIN")]
    FilterChain,

    /// <summary><c>NETWORK_FILTER</c>.</summary>
    [WireName("NETWORK_FILTER")]
    NetworkFilter,

    /// <summary><c>HTTP_FILTER</c>.</summary>
    [WireName("HTTP_FILTER")]
    HttpFilter,

    /// <summary><c>ROUTE_CONFIGURATION</c>.</summary>
    [WireName("ROUTE_CONFIGURATION")]
    RouteConfiguration,

    /// <summary><c>VIRTUAL_HOST</c>.</summary>
    [WireName("VIRTUAL_HOST")]
    VirtualHost,

    /// <summary><c>HTTP_ROUTE</c>.</summary>
    [WireName("HTTP_ROUTE")]
    HttpRoute,

    /// <summary><c>CLUSTER</c>.</summary>
    [WireName("CLUSTER")]
    Cluster,

    /// <summary><c>EXTENSION_CONFIG</c>.</summary>
    [WireName("EXTENSION_CONFIG")]
    ExtensionConfig,

    /// <summary><c>BOOTSTRAP</c>.</summary>
    [WireName("BOOTSTRAP")]
    Bootstrap,

    /// <summary><c>LISTENER_FILTER</c>.</summary>
    [WireName("LISTENER_FILTER")]
    ListenerFilter,
}
