using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Kinds and directions of proxies that a patch can be for.</summary>
public enum PatchContext
{
    /// <summary>All.</summary>
    [WireName("ANY")]
    Any,

    /// <summary>Traffic into sidecars.</summary>
    [WireName("SIDECAR_INBOUND")]
    SidecarInbound,

    /// <summary>Traffic out of sidecars.</summary>
    [WireName("SIDECAR_OUTBOUND")]
    SidecarOutbound,

    /// <summary>Gateways.</summary>
    [WireName("GATEWAY")]
    Gateway,

    /// <summary>Waypoints.</summary>
    [WireName("WAYPOINT")]
    Waypoint,
}
