using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Sides of traffic.</summary>
public enum WorkloadMode
{
    /// <summary>Both.</summary>
    [WireName("CLIENT_AND_SERVER")]
    ClientAndServer,

    /// <summary>The calling side.</summary>
    [WireName("CLIENT")]
    Client,

    /// <summary>The called side.</summary>
    [WireName("SERVER")]
    Server,
}
