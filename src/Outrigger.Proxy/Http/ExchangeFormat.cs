using Outrigger.Http;
using Outrigger.Proxy.Listeners;
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
        switch (variable)
        {
            case FormatVariable.UpstreamRemoteAddress:
                ClientFormat.WriteAddress(exchange.Endpoint?.Slot.Address, ref writer);
                break;
            case FormatVariable.UpstreamRemoteAddressWithoutPort:
                ClientFormat.WriteIp(exchange.Endpoint?.Slot.Address, ref writer);
                break;
            case FormatVariable.UpstreamCluster:
                writer.Write((exchange.ClusterName ?? "").AsSpan());
                break;
            case FormatVariable.Protocol:
                writer.Write(TextOf(exchange.Request.Version));
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
                ClientFormat.Write(exchange.Client, variable, ref writer);
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

    private static ReadOnlySpan<byte> TextOf(Outrigger.Http.HttpVersion version) => version switch
    {
        Outrigger.Http.HttpVersion.Http10 => "HTTP/1.0"u8,
        Outrigger.Http.HttpVersion.Http2 => "HTTP/2"u8,
        _ => "HTTP/1.1"u8,
    };
}
