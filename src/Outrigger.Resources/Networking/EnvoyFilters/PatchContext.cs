using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Values of PatchContext.</summary>
public enum PatchContext
{
    /// <summary><c>ANY</c>.</summary>
    [WireName("ANY")]
    Any,

    /// <summary><c>SIDECAR_INBOUND</c>.</summary>
    [WireName("SIDECAR_INBOUND")]
    SidecarInbound,

    /// <summary><c>SIDECAR_OUTBOUND</c>.</summary>
    [WireName("SIDECAR_OUTBOUND")]
    SidecarOutbound,

    /// <summary><c>GATEWAY</c>.</summary>
    [WireName("GATEWAY")]
    Gateway,

    /// <summary><c>WAYPOINT</c>.</summary>
    [WireName("WAYPOINT")]
    Waypoint,
}
