using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.ServiceEntries;

/// <summary>How a service's endpoints are found.</summary>
public enum ServiceEntryResolution
{
    /// <summary>The address that the client asked for is the endpoint.</summary>
    [WireName("NONE")]
    None,

    /// <summary>The endpoints are given with their addresses.</summary>
    [WireName("STATIC")]
    Static,

    /// <summary>The endpoints are all addresses that DNS gives for their names.</summary>
    [WireName("DNS")]
    Dns,

    /// <summary>The endpoint is the first address that DNS gives, anew for each connection.</summary>
    [WireName("DNS_ROUND_ROBIN")]
    DnsRoundRobin,

    /// <summary>The host that is asked for is looked up per request.</summary>
    [WireName("DYNAMIC_DNS")]
    DynamicDns,
}
