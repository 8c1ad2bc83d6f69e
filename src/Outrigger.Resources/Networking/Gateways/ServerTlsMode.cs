using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.Gateways;

/// <summary>Values of ServerTlsMode.</summary>
public enum ServerTlsMode
{
    /// <summary><c>PASSTHROUGH</c>.</summary>
    [WireName("PASSTHROUGH")]
    Passthrough,

    /// <summary><c>SIMPLE</c>.</summary>
    [WireName("SIMPLE")]
    Simple,

    /// <summary><c>MUTUAL</c>.</summary>
    [WireName("MUTUAL")]
    Mutual,

    /// <summary><c>AUTO_PASSTHROUGH</c>.</summary>
    [WireName("AUTO_PASSTHROUGH")]
    AutoPassthrough,

    /// <summary><c>ISTIO_MUTUAL</c>.</summary>
    [WireName("ISTIO_MUTUAL")]
    IstioMutual,

    /// <summary><c>OPTIONAL_MUTUAL</c>.</summary>
    [WireName("OPTIONAL_MUTUAL")]
    OptionalMutual,
}
