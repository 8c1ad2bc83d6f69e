using System.Runtime.CompilerServices;
using Outrigger.Http;
using Outrigger.Http.WebSockets;
using Outrigger.Routing;

namespace Outrigger.Proxy.Http.Tunnels;

/// <summary>
/// The part of WebSocket's handshake that HTTP/2 does without (RFC 8441 section 5.1): an endpoint of HTTP/1.1
/// wants a key, a client of HTTP/1.1 wants it answered, and the others neither.
/// </summary>
internal struct WebSocketTranslation
{
    private Accept _accept;
    private bool _answersKey;
    private bool _hidesAnswer;

    /// <summary>Prepares a request for its endpoint.</summary>
    /// <param name="request">A request that asks for an upgrade.</param>
    /// <param name="isTowardsHttp2">Whether the endpoint speaks HTTP/2.</param>
    /// <param name="random">Keys come from here.</param>
    public void Prepare(RequestHead request, bool isTowardsHttp2, ref RandomState random)
    {
        _answersKey = _hidesAnswer = false;
        if (!System.Text.Ascii.EqualsIgnoreCase(request.Upgrade, "websocket"u8))
            return;
        var headers = request.Headers;
        var comesFromHttp2 = request.Version == Outrigger.Http.HttpVersion.Http2;
        if (isTowardsHttp2 && !comesFromHttp2 && headers.TryGet(KnownHeader.SecWebsocketKey, out var key))
        {
            _answersKey = true;
            WebSocketKeys.WriteAccept(key, _accept);
            headers.Remove(KnownHeader.SecWebsocketKey);
        }
        else if (!isTowardsHttp2 && comesFromHttp2 && !headers.Contains(KnownHeader.SecWebsocketKey))
        {
            _hidesAnswer = true;
            Span<byte> made = stackalloc byte[WebSocketKeys.KeyLength];
            WebSocketKeys.WriteKey(random.NextUInt64(), random.NextUInt64(), made);
            headers.TrySet(KnownHeader.SecWebsocketKey, made);
        }
    }

    /// <summary>Prepares the response that opens the tunnel for its client.</summary>
    /// <param name="response">The response.</param>
    public readonly void Answer(ResponseHead response)
    {
        if (_answersKey)
            response.Headers.TrySet(KnownHeader.SecWebsocketAccept, _accept);
        else if (_hidesAnswer)
            response.Headers.Remove(KnownHeader.SecWebsocketAccept);
    }

    [InlineArray(WebSocketKeys.AcceptLength)]
    private struct Accept
    {
        private byte _first;
    }
}
