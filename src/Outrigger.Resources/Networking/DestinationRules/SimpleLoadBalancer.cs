using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Values of SimpleLoadBalancer.</summary>
public enum SimpleLoadBalancer
{
    /// <summary><c>UNSPECIFIED</c>.</summary>
    [WireName("UNSPECIFIED")]
    Unspecified,

    /// <summary><c>LEAST_CONN</c>.</summary>
    [WireName("LEAST_CONN")]
    LeastConn,

    /// <summary><c>RANDOM</c>.</summary>
    [WireName("RANDOM")]
    Random,

    /// <summary><c>PASSTHROUGH</c>.</summary>
    [WireName("PASSTHROUGH")]
    Passthrough,

    /// <summary><c>ROUND_ROBIN</c>.</summary>
    [WireName("ROUND_ROBIN")]
    RoundRobin,

    /// <summary><c>LEAST_REQUEST</c>.</summary>
    [WireName("LEAST_REQUEST")]
    LeastRequest,
}
