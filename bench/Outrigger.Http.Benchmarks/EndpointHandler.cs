using Outrigger.Http.Http2;

namespace Outrigger.Http.Benchmarks;

/// <summary>An endpoint of HTTP/2 that has one exchange at a time.</summary>
internal sealed class EndpointHandler : IHttp2Handler
{
    internal Http2Session Session { get; set; } = null!;

    internal RequestHead Request { get; } = new();

    internal ResponseHead Response { get; } = new();

    internal HeaderMap Trailers { get; } = new();

    /// <summary>The stream of the request that came last.</summary>
    internal Http2Stream? Stream { get; private set; }

    public long NowMs => 0;

    public RequestHead? OnStreamOpened(Http2Stream stream)
    {
        Stream = stream;
        return Request;
    }

    public void OnRequestHead(Http2Stream stream, bool endsStream)
    {
    }

    public void OnRequestRefused(Http2Stream stream, int status) => throw new InvalidOperationException("Refused.");

    public ResponseHead ResponseHeadOf(Http2Stream stream) => Response;

    public void OnInterimResponse(Http2Stream stream)
    {
    }

    public void OnResponseHead(Http2Stream stream, bool endsStream)
    {
    }

    public void OnData(Http2Stream stream, ReadOnlySpan<byte> payload, bool endsStream) =>
        Session.Consume(stream, payload.Length);

    public HeaderMap TrailersOf(Http2Stream stream) => Trailers;

    public void OnTrailers(Http2Stream stream)
    {
    }

    public void OnReset(Http2Stream stream, Http2ErrorCode code, Http2ResetSource source) =>
        throw new InvalidOperationException("Reset.");

    public void OnWritable(Http2Stream stream)
    {
    }

    public void OnStreamClosed(Http2Stream stream)
    {
    }

    public void OnSettings()
    {
    }

    public void OnPingAck(ulong payload)
    {
    }

    public void OnGoAway(int lastStreamId, Http2ErrorCode code)
    {
    }

    public void OnFailure(Http2ErrorCode code, string reason) => throw new InvalidOperationException(reason);
}
