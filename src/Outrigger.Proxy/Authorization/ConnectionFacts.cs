using Outrigger.Net.Sockets;
using Outrigger.Proxy.Listeners;
using Outrigger.Routing.Authorization;
using Outrigger.Routing.FilterChains;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.Authorization;

/// <summary>What authorization looks at of a connection.</summary>
internal static class ConnectionFacts
{
    /// <summary>Takes it from a connection.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="remoteAddress">The client's address, as forwarding headers may have told it.</param>
    /// <param name="metadata">What filters noted.</param>
    public static AuthorizationInput Of(
        DownstreamConnection client, AddressValue remoteAddress, DynamicMetadata metadata) => new()
        {
            DestinationAddress = ValueOf(client.Destination),
            DestinationPort = (ushort)(client.Destination?.Port ?? 0),
            SourceAddress = ValueOf(client.PeerAddress),
            DirectRemoteAddress = ValueOf(client.DirectPeerAddress),
            RemoteAddress = remoteAddress,
            RequestedServerName = client.ServerName,
            Peer = client.PeerNames,
            Metadata = metadata,
        };

    /// <summary>An address in the form that decisions compare.</summary>
    public static AddressValue ValueOf(NetworkAddress? address) =>
        AddressValue.FromBytes(address is null ? default : address.IpBytes);

    /// <summary>The peer's identity for a log line: its first URI, else its subject, else nothing.</summary>
    public static string DescribePeer(DownstreamConnection client)
    {
        if (client.Tls is not { PeerCertificate: { } certificate })
            return "";
        return certificate.UriNames.Count > 0 ? certificate.UriNames[0] : certificate.Subject;
    }
}
