using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.ServiceEntries;

/// <summary>Values of ServiceEntryResolution.</summary>
public enum ServiceEntryResolution
{
    /// <summary><c>NONE</c>.</summary>
    [WireName("NONE")]
    None,

    /// <summary><c>STATIC</c>.</summary>
    [WireName("STATIC")]
    Static,

    /// <summary><c>DNS</c>.</summary>
    [WireName("DNS")]
    Dns,

    /// <summary><c>DNS_ROUND_ROBIN</c>.</summary>
    [WireName("DNS_ROUND_ROBIN")]
    DnsRoundRobin,

    /// <summary><c>DYNAMIC_DNS</c>.</summary>
    [WireName("DYNAMIC_DNS")]
    DynamicDns,
}
