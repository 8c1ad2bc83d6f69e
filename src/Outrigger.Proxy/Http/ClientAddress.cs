using Outrigger.Http;
using Outrigger.Routing.FilterChains;

namespace Outrigger.Proxy.Http;

/// <summary>
/// The address of the client that a request comes from, as the proxies before us tell it in <c>x-forwarded-for</c>.
/// Follows Envoy's rules for <c>use_remote_address</c> and <c>xff_num_trusted_hops</c>.
/// </summary>
internal static class ClientAddress
{
    /// <summary>Finds it; the connection's address where the header does not tell.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="head">The request, after its forwarding headers were prepared.</param>
    public static AddressValue Find(ServerConnection connection, RequestHead head)
    {
        var model = connection.Model;
        if (model.UsesRemoteAddress && model.TrustedHopsCount == 0)
            return OfConnection(connection);
        // Our own entry is the last one, if we have written one.
        var skipped = model.UsesRemoteAddress && model.SkipsForwardedForAppend
            ? model.TrustedHopsCount - 1
            : model.TrustedHopsCount;
        return TryFind(head.Headers, skipped, out var address) ? address : OfConnection(connection);
    }

    private static AddressValue OfConnection(ServerConnection connection) =>
        AddressValue.FromBytes(connection.Client.PeerAddress is { } peer ? peer.IpBytes : default);

    /// <summary>The entry that so many others follow; false when it is not there or no address.</summary>
    private static bool TryFind(HeaderMap headers, int skipped, out AddressValue address)
    {
        address = AddressValue.None;
        if (!headers.TryGet(KnownHeader.XForwardedFor, out var list))
            return false;
        for (; skipped > 0; skipped--)
        {
            var comma = list.LastIndexOf((byte)',');
            if (comma < 0)
                return false;
            list = list[..comma];
        }

        var entry = list[(list.LastIndexOf((byte)',') + 1)..].Trim(" \t"u8);
        return AddressText.TryParse(entry, out address);
    }
}
