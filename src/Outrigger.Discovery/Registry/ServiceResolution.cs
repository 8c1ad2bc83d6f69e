namespace Outrigger.Discovery.Registry;

/// <summary>How the endpoints of a service are found (ServiceEntry <c>resolution</c>).</summary>
public enum ServiceResolution
{
    /// <summary>
    /// From the registry: EndpointSlices, or a ServiceEntry's endpoints and WorkloadEntries (STATIC).
    /// </summary>
    Registry,

    /// <summary>The destination address of the connection is used as it is (NONE).</summary>
    OriginalDestination,

    /// <summary>Every address that DNS returns is an endpoint (DNS).</summary>
    Dns,

    /// <summary>One address at a time of what DNS returns (DNS_ROUND_ROBIN).</summary>
    DnsRoundRobin,
}
