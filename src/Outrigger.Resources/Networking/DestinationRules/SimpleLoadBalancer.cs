using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Load balancing algorithms without options.</summary>
public enum SimpleLoadBalancer
{
    /// <summary>The mesh chooses: least requests.</summary>
    [WireName("UNSPECIFIED")]
    Unspecified,

    /// <summary>Older name of LEAST_REQUEST.</summary>
    [WireName("LEAST_CONN")]
    LeastConn,

    /// <summary>A random endpoint.</summary>
    [WireName("RANDOM")]
    Random,

    /// <summary>The address that the client asked for, without balancing.</summary>
    [WireName("PASSTHROUGH")]
    Passthrough,

    /// <summary>One after the other.</summary>
    [WireName("ROUND_ROBIN")]
    RoundRobin,

    /// <summary>The one with fewer requests under way, of two random ones.</summary>
    [WireName("LEAST_REQUEST")]
    LeastRequest,
}
