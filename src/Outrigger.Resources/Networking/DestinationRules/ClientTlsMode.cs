using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Whether and how a client encrypts.</summary>
public enum ClientTlsMode
{
    /// <summary>Plain text.</summary>
    [WireName("DISABLE")]
    Disable,

    /// <summary>TLS, without a client certificate.</summary>
    [WireName("SIMPLE")]
    Simple,

    /// <summary>TLS with the given client certificate.</summary>
    [WireName("MUTUAL")]
    Mutual,

    /// <summary>TLS with the workload's own certificate.</summary>
    [WireName("ISTIO_MUTUAL")]
    IstioMutual,
}
