using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Values of ClientTlsMode.</summary>
public enum ClientTlsMode
{
    /// <summary><c>DISABLE</c>.</summary>
    [WireName("DISABLE")]
    Disable,

    /// <summary><c>SIMPLE</c>.</summary>
    [WireName("SIMPLE")]
    Simple,

    /// <summary><c>MUTUAL</c>.</summary>
    [WireName("MUTUAL")]
    Mutual,

    /// <summary><c>ISTIO_MUTUAL</c>.</summary>
    [WireName("ISTIO_MUTUAL")]
    IstioMutual,
}
