using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions;

/// <summary>Values of TrafficMode.</summary>
public enum TrafficMode
{
    /// <summary><c>UNDEFINED</c>.</summary>
    [WireName("UNDEFINED")]
    Undefined,

    /// <summary><c>CLIENT</c>.</summary>
    [WireName("CLIENT")]
    Client,

    /// <summary><c>SERVER</c>.</summary>
    [WireName("SERVER")]
    Server,

    /// <summary><c>CLIENT_AND_SERVER</c>.</summary>
    [WireName("CLIENT_AND_SERVER")]
    ClientAndServer,
}
