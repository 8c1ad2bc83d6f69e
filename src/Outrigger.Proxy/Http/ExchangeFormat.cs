using Outrigger.Http;
using Outrigger.Net.Sockets;
using Outrigger.Routing;
using Outrigger.Routing.Mutations;

namespace Outrigger.Proxy.Http;

/// <summary>What the variables of header values are filled from while an exchange is under way.</summary>
/// <param name="exchange">The exchange.</param>
internal readonly struct ExchangeFormat(HttpExchange exchange) : IFormatContext
{
    /// <inheritdoc/>
    public long StartTimeUnixMs => exchange.StartTimeUnixMs;

    /// <inheritdoc/>
    public bool TryGetRequestHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value)
    {
        var head = exchange.Request;
        if (lowerCaseName.IsEmpty || lowerCaseName[0] != (byte)':')
            return TryGetFirst(head.Headers, lowerCaseName, out value);
        value = default;
        if (lowerCaseName.SequenceEqual(":path"u8))
            value = head.Path;
        else if (lowerCaseName.SequenceEqual(":authority"u8))
            value = head.Authority;
        else if (lowerCaseName.SequenceEqual(":method"u8))
            value = head.Method;
        else if (lowerCaseName.SequenceEqual(":scheme"u8))
            value = head.SchemeBytes;
        return !value.IsEmpty;
    }

    /// <inheritdoc/>
    public bool TryGetResponseHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value) =>
        TryGetFirst(exchange.Response.Headers, lowerCaseName, out value);

    /// <inheritdoc/>
    public void Write(FormatVariable variable, ref ByteWriter writer)
    {
        var client = exchange.Client;
        switch (variable)
        {
            case FormatVariable.DownstreamRemoteAddress:
                WriteAddress(client.PeerAddress, ref writer);
                break;
            case FormatVariable.DownstreamRemoteAddressWithoutPort:
                WriteIp(client.PeerAddress, ref writer);
                break;
            case FormatVariable.DownstreamDirectRemoteAddress:
                WriteAddress(client.DirectPeerAddress, ref writer);
                break;
            case FormatVariable.DownstreamDirectRemoteAddressWithoutPort:
                WriteIp(client.DirectPeerAddress, ref writer);
                break;
            case FormatVariable.DownstreamRemotePort:
                writer.Write(client.PeerAddress?.Port ?? 0);
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
            case FormatVariable.UpstreamRemoteAddress:
                WriteAddress(exchange.Endpoint?.Slot.Address, ref writer);
                break;
            case FormatVariable.UpstreamRemoteAddressWithoutPort:
                WriteIp(exchange.Endpoint?.Slot.Address, ref writer);
                break;
            default:
                WriteOther(variable, ref writer);
                break;
        }
    }

    private void WriteOther(FormatVariable variable, ref ByteWriter writer)
    {
        switch (variable)
        {
            case FormatVariable.UpstreamCluster:
                writer.Write((exchange.ClusterName ?? "").AsSpan());
                break;
            case FormatVariable.Protocol:
                var isOld = exchange.Request.Version == Outrigger.Http.HttpVersion.Http10;
                writer.Write(isOld ? "HTTP/1.0"u8 : "HTTP/1.1"u8);
                break;
            case FormatVariable.Hostname:
                writer.Write(Environment.MachineName.AsSpan());
                break;
            case FormatVariable.RouteName:
                writer.Write((exchange.RouteName ?? "").AsSpan());
                break;
            case FormatVariable.ResponseCode:
                writer.Write(exchange.Response.Status);
                break;
            case FormatVariable.ResponseFlags:
                writer.Write(ResponseFlagsText.Of(exchange.Flags));
                break;
            case FormatVariable.DownstreamPeer:
                writer.Write((exchange.DownstreamPeer?.ToString() ?? "").AsSpan());
                break;
            case FormatVariable.UpstreamPeer:
                writer.Write((exchange.UpstreamPeer?.ToString() ?? "").AsSpan());
                break;
            case FormatVariable.UpstreamTransportFailureReason:
                writer.Write(exchange.UpstreamTransportFailure.AsSpan());
                break;
            default:
                if (exchange.Client.Tls is { } tls)
                    writer.Write(TlsFormat.Of(tls, variable).AsSpan());
                break;
        }
    }

    private static bool TryGetFirst(
        HeaderMap headers, ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value)
    {
        var index = headers.IndexOf(lowerCaseName);
        value = index < 0 ? default : headers.ValueAt(index);
        return index >= 0;
    }

    private static void WriteAddress(NetworkAddress? address, ref ByteWriter writer) =>
        writer.Write((address?.ToString() ?? "").AsSpan());

    private static void WriteIp(NetworkAddress? address, ref ByteWriter writer) =>
        writer.Write((address?.Ip?.ToString() ?? "").AsSpan());
}
