using Outrigger.Proxy.Http;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Upstream;
using Outrigger.Routing;
using Outrigger.Routing.Mutations;

namespace Outrigger.Proxy.Tcp;

/// <summary>What the variables of values are filled from where a connection carries no HTTP.</summary>
/// <param name="client">The client's connection.</param>
/// <param name="cluster">The cluster it goes to.</param>
/// <param name="endpoint">The endpoint it goes to.</param>
internal readonly struct ConnectionFormat(
    DownstreamConnection client, ClusterState cluster, EndpointState endpoint) : IFormatContext
{
    /// <inheritdoc/>
    public long StartTimeUnixMs => client.AcceptedSocket.Loop.UtcNow.ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public bool TryGetRequestHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value)
    {
        value = default;
        return false;
    }

    /// <inheritdoc/>
    public bool TryGetResponseHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value)
    {
        value = default;
        return false;
    }

    /// <inheritdoc/>
    public void Write(FormatVariable variable, ref ByteWriter writer)
    {
        switch (variable)
        {
            case FormatVariable.DownstreamRemoteAddress:
                Write(client.PeerAddress, ref writer);
                break;
            case FormatVariable.DownstreamRemoteAddressWithoutPort:
                WriteIp(client.PeerAddress, ref writer);
                break;
            case FormatVariable.DownstreamRemotePort:
                writer.Write(client.PeerAddress?.Port ?? 0);
                break;
            case FormatVariable.DownstreamDirectRemoteAddress:
                Write(client.DirectPeerAddress, ref writer);
                break;
            case FormatVariable.DownstreamDirectRemoteAddressWithoutPort:
                WriteIp(client.DirectPeerAddress, ref writer);
                break;
            case FormatVariable.DownstreamLocalAddress:
                Write(client.Destination, ref writer);
                break;
            case FormatVariable.DownstreamLocalAddressWithoutPort:
                WriteIp(client.Destination, ref writer);
                break;
            case FormatVariable.DownstreamLocalPort:
                writer.Write(client.Destination?.Port ?? 0);
                break;
            case FormatVariable.UpstreamRemoteAddress:
                Write(endpoint.Slot.Address, ref writer);
                break;
            case FormatVariable.UpstreamRemoteAddressWithoutPort:
                WriteIp(endpoint.Slot.Address, ref writer);
                break;
            case FormatVariable.UpstreamCluster:
                writer.Write(cluster.Model.Name.AsSpan());
                break;
            case FormatVariable.RequestedServerName:
                writer.Write(client.RequestedServerName.AsSpan());
                break;
            case FormatVariable.Hostname:
                writer.Write(Environment.MachineName.AsSpan());
                break;
            default:
                if (client.Tls is { } tls)
                    writer.Write(TlsFormat.Of(tls, variable).AsSpan());
                break;
        }
    }

    private static void Write(NetworkAddress? address, ref ByteWriter writer) =>
        writer.Write((address?.ToString() ?? "").AsSpan());

    private static void WriteIp(NetworkAddress? address, ref ByteWriter writer) =>
        writer.Write((address?.Ip?.ToString() ?? "").AsSpan());
}
