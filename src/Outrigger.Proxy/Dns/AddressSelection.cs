using System.Net;
using System.Net.Sockets;

namespace Outrigger.Proxy.Dns;

/// <summary>Chooses among the addresses of a name by IP version.</summary>
internal static class AddressSelection
{
    /// <summary>
    /// The addresses that <paramref name="family"/> wants, each once, in an order that does not depend on the
    /// answer's.
    /// </summary>
    public static IReadOnlyList<IPAddress> Select(IEnumerable<IPAddress> answer, DnsLookupFamily family)
    {
        // Resolvers rotate their answers; a fixed order keeps an unchanged set from looking changed.
        List<IPAddress> all =
            [.. answer.Distinct().OrderBy(address => address.ToString(), StringComparer.Ordinal)];
        List<IPAddress> v4 = all.FindAll(address => address.AddressFamily == AddressFamily.InterNetwork);
        List<IPAddress> v6 = all.FindAll(address => address.AddressFamily == AddressFamily.InterNetworkV6);
        return family switch
        {
            DnsLookupFamily.V4Only => v4,
            DnsLookupFamily.V6Only => v6,
            DnsLookupFamily.V4Preferred => v4.Count > 0 ? v4 : v6,
            DnsLookupFamily.All => all,
            _ => v6.Count > 0 ? v6 : v4,
        };
    }
}
