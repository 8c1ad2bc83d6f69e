using System.Text;
using Outrigger.Http.Http2;

namespace Outrigger.Http.Tests.Http2;

/// <summary>Writes down what a session says, and does what the test tells it to.</summary>
internal sealed class RecordingHandler : IHttp2Handler
{
    private readonly Dictionary<int, StringBuilder> _contents = [];

    internal List<string> Events { get; } = [];

    internal Dictionary<int, Http2Stream> Streams { get; } = [];

    internal Dictionary<int, RequestHead> Requests { get; } = [];

    internal Dictionary<int, ResponseHead> Responses { get; } = [];

    internal Dictionary<int, HeaderMap> Trailers { get; } = [];

    internal Http2Session Session { get; set; } = null!;

    /// <summary>Whether content counts as consumed when it comes.</summary>
    internal bool ConsumesAtOnce { get; set; } = true;

    internal bool RefusesStreams { get; set; }

    internal Action<Http2Stream>? WhenRequested { get; set; }

    internal Action<Http2Stream>? WhenReset { get; set; }

    internal Action<Http2Stream>? WhenWritable { get; set; }

    public long NowMs { get; set; }

    public RequestHead? OnStreamOpened(Http2Stream stream)
    {
        if (RefusesStreams)
            return null;
        Streams[stream.Id] = stream;
        return Requests[stream.Id] = new RequestHead();
    }

    public void OnRequestHead(Http2Stream stream, bool endsStream)
    {
        RequestHead head = Requests[stream.Id];
        Note($"request {stream.Id} {Text(head.Method)} {Text(head.SchemeBytes)}://{Text(head.Authority)}{Text(head.Path)}"
            + (head.Protocol.IsEmpty ? "" : " " + Text(head.Protocol)) + Text(head.Headers) + End(endsStream));
        WhenRequested?.Invoke(stream);
    }

    public void OnRequestRefused(Http2Stream stream, int status) => Note($"refused {stream.Id} {status}");

    public ResponseHead ResponseHeadOf(Http2Stream stream) => Responses[stream.Id] = new ResponseHead();

    public void OnInterimResponse(Http2Stream stream) =>
        Note($"interim {stream.Id} {Responses[stream.Id].Status}{Text(Responses[stream.Id].Headers)}");

    public void OnResponseHead(Http2Stream stream, bool endsStream) =>
        Note($"response {stream.Id} {Responses[stream.Id].Status}{Text(Responses[stream.Id].Headers)}{End(endsStream)}");

    // Pieces of content are joined, so that what is written down does not depend on how the bytes came.
    public void OnData(Http2Stream stream, ReadOnlySpan<byte> payload, bool endsStream)
    {
        if (!_contents.TryGetValue(stream.Id, out StringBuilder? content))
            _contents[stream.Id] = content = new StringBuilder();
        content.Append(Text(payload));
        if (ConsumesAtOnce)
            Session.Consume(stream, payload.Length);
        if (endsStream)
            Flush(stream.Id, End(true));
    }

    public HeaderMap TrailersOf(Http2Stream stream) => Trailers[stream.Id] = new HeaderMap();

    public void OnTrailers(Http2Stream stream)
    {
        Flush(stream.Id, "");
        Note($"trailers {stream.Id}{Text(Trailers[stream.Id])}");
    }

    public void OnReset(Http2Stream stream, Http2ErrorCode code, Http2ResetSource source)
    {
        Flush(stream.Id, "");
        Note($"reset {stream.Id} {code} {source}");
        WhenReset?.Invoke(stream);
    }

    public void OnWritable(Http2Stream stream)
    {
        Note($"writable {stream.Id}");
        WhenWritable?.Invoke(stream);
    }

    public void OnStreamClosed(Http2Stream stream) => Note($"closed {stream.Id}");

    public void OnSettings() => Note("settings");

    public void OnPingAck(ulong payload) => Note($"ping-ack {payload}");

    public void OnGoAway(int lastStreamId, Http2ErrorCode code) => Note($"goaway {lastStreamId} {code}");

    public void OnFailure(Http2ErrorCode code, string reason) => Note($"failure {code}: {reason}");

    /// <summary>What happened since the last call, and the content that has come without an end.</summary>
    internal string Take()
    {
        foreach (int id in _contents.Keys.Order().ToArray())
            Flush(id, "");
        string text = string.Join("\n", Events);
        Events.Clear();
        return text;
    }

    private void Flush(int id, string end)
    {
        if (_contents.Remove(id, out StringBuilder? content) && (content.Length > 0 || end.Length > 0))
            Note($"data {id} {(content.Length > 64 ? content.Length + " bytes" : content.ToString())}{end}");
    }

    private void Note(string text) => Events.Add(text);

    private static string End(bool ends) => ends ? " end" : "";

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    private static string Text(HeaderMap headers)
    {
        StringBuilder text = new();
        foreach (HeaderField field in headers)
            text.Append($" [{Text(field.Name)}: {Text(field.Value)}]");
        return text.ToString();
    }
}
