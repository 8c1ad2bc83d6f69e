namespace Outrigger.Resources.Schema;

/// <summary>
/// Rules about the fields of a record taken together, each the equal of a validation expression (CEL) of
/// Istio's CRDs.
/// </summary>
public enum ConsistencyRule
{
    /// <summary>A workload names an address, a network, or both.</summary>
    AddressOrNetwork,

    /// <summary>A workload behind a Unix domain socket has no ports.</summary>
    UnixSocketWithoutPorts,

    /// <summary>Addresses may be CIDR ranges only with resolution NONE or STATIC.</summary>
    CidrNeedsStaticOrNone,

    /// <summary>Resolution NONE, the default, takes no endpoints.</summary>
    NoneWithoutEndpoints,

    /// <summary>Resolution DNS_ROUND_ROBIN takes at most one endpoint.</summary>
    RoundRobinHasOneEndpoint,

    /// <summary>Port-level mutual TLS needs a selector with labels.</summary>
    PortLevelNeedsSelector,

    /// <summary>A waypoint match goes with the context WAYPOINT, and only with it.</summary>
    WaypointMatchNeedsWaypointContext,

    /// <summary>Service accounts exclude principals and namespaces.</summary>
    ServiceAccountsStandAlone,

    /// <summary>The tag operation UPSERT needs a value.</summary>
    UpsertNeedsValue,

    /// <summary>The tag operation REMOVE takes no value.</summary>
    RemoveWithoutValue,

    /// <summary>A variable taken from the host has no value of its own.</summary>
    HostValueWithoutValue,

    /// <summary>Exactly one of a WebAssembly module and a Lua script is given.</summary>
    WasmOrLua,
}
