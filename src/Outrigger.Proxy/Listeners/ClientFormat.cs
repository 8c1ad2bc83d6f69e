using Outrigger.Net.Sockets;
using Outrigger.Proxy.Http;
using Outrigger.Routing;
using Outrigger.Routing.Mutations;

namespace Outrigger.Proxy.Listeners;

/// <summary>The variables of values that tell of a client's connection, whatever is carried on it.</summary>
internal static class ClientFormat
{
    /// <summary>Writes a variable's value; nothing when there is none.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="variable">The variable.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(DownstreamConnection client, FormatVariable variable, ref ByteWriter writer)
    {
        switch (variable)
        {
            case FormatVariable.DownstreamRemoteAddress:
                WriteAddress(client.PeerAddress, ref writer);
                break;
            case FormatVariable.DownstreamRemoteAddressWithoutPort:
                WriteIp(client.PeerAddress, ref writer);
                break;
            case FormatVariable.DownstreamRemotePort:
                writer.Write(client.PeerAddress?.Port ?? 0);
                break;
            case FormatVariable.DownstreamDirectRemoteAddress:
                WriteAddress(client.DirectPeerAddress, ref writer);
                break;
            case FormatVariable.DownstreamDirectRemoteAddressWithoutPort:
                WriteIp(client.DirectPeerAddress, ref writer);
                break;
            case FormatVariable.DownstreamLocalAddress:
                WriteAddress(client.Destination, ref writer);
                break;
            case FormatVariable.DownstreamLocalAddressWithoutPort:
                WriteIp(client.Destination, ref writer);
                break;
            case FormatVariable.DownstreamLocalPort:
                writer.Write(client.Destination?.Port ?? 0);
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

    /// <summary>Writes an address with its port; nothing for none.</summary>
    public static void WriteAddress(NetworkAddress? address, ref ByteWriter writer) =>
        writer.Write((address?.ToString() ?? "").AsSpan());

    /// <summary>Writes an address without its port; nothing for none, and for the path of a Unix socket.</summary>
    public static void WriteIp(NetworkAddress? address, ref ByteWriter writer) =>
        writer.Write((address?.Ip?.ToString() ?? "").AsSpan());
}
