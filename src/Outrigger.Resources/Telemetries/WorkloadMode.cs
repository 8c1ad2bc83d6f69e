using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Values of WorkloadMode.</summary>
public enum WorkloadMode
{
    /// <summary><c>CLIENT_AND_SERVER</c>.</summary>
    [WireName("CLIENT_AND_SERVER")]
    ClientAndServer,

    /// <summary><c>CLIENT</c>.</summary>
    [WireName("CLIENT")]
    Client,

    /// <summary><c>SERVER</c>.</summary>
    [WireName("SERVER")]
    Server,
}
