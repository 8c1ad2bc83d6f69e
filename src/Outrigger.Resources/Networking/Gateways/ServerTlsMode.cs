using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.Gateways;

/// <summary>Whether TLS ends at the server, and what is asked of clients.</summary>
public enum ServerTlsMode
{
    /// <summary>It does not end here; the server name decides about the route.</summary>
    [WireName("PASSTHROUGH")]
    Passthrough,

    /// <summary>It ends here; clients need no certificate.</summary>
    [WireName("SIMPLE")]
    Simple,

    /// <summary>It ends here; clients need a certificate.</summary>
    [WireName("MUTUAL")]
    Mutual,

    /// <summary>It does not end here; the server name is itself the destination.</summary>
    [WireName("AUTO_PASSTHROUGH")]
    AutoPassthrough,

    /// <summary>It ends here with the workload's certificate; clients need one of the mesh.</summary>
    [WireName("ISTIO_MUTUAL")]
    IstioMutual,

    /// <summary>It ends here; a client's certificate is checked if there is one.</summary>
    [WireName("OPTIONAL_MUTUAL")]
    OptionalMutual,
}
