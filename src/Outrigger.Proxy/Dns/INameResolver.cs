using System.Net;

namespace Outrigger.Proxy.Dns;

/// <summary>Which IP versions are looked up. Follows <c>Cluster.DnsLookupFamily</c>.</summary>
internal enum DnsLookupFamily : byte
{
    /// <summary>IPv6; IPv4 when there is none.</summary>
    Auto,

    /// <summary>IPv4 only.</summary>
    V4Only,

    /// <summary>IPv6 only.</summary>
    V6Only,

    /// <summary>IPv4; IPv6 when there is none.</summary>
    V4Preferred,

    /// <summary>Both.</summary>
    All,
}

/// <summary>Finds the addresses of host names.</summary>
internal interface INameResolver
{
    /// <summary>All addresses of a name; an empty list when it has none.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The look-up failed.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string hostName, CancellationToken cancellation);
}
