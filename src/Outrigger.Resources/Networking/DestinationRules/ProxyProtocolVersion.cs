using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Values of ProxyProtocolVersion.</summary>
public enum ProxyProtocolVersion
{
    /// <summary><c>V1</c>.</summary>
    [WireName("V1")]
    V1,

    /// <summary><c>V2</c>.</summary>
    [WireName("V2")]
    V2,
}
