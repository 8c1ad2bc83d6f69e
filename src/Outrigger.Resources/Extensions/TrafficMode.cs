using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions;

/// <summary>Sides of traffic that an extension is for.</summary>
public enum TrafficMode
{
    /// <summary>As by default: both.</summary>
    [WireName("UNDEFINED")]
    Undefined,

    /// <summary>The calling side.</summary>
    [WireName("CLIENT")]
    Client,

    /// <summary>The called side.</summary>
    [WireName("SERVER")]
    Server,

    /// <summary>Both.</summary>
    [WireName("CLIENT_AND_SERVER")]
    ClientAndServer,
}
