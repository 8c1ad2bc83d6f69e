using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Versions of the PROXY protocol.</summary>
public enum ProxyProtocolVersion
{
    /// <summary>The readable version.</summary>
    [WireName("V1")]
    V1,

    /// <summary>The binary version.</summary>
    [WireName("V2")]
    V2,
}
