using System.Text;
using Outrigger.Http.Http2;

namespace Outrigger.Http.Tests.Http2.Interop;

/// <summary>Our end: sends what the plan says, as windows and output allow, and consumes what it gets bit by bit.</summary>
internal sealed class OurEndpoint : IEndpoint, IHttp2Handler
{
    private readonly int _seed;
    private readonly Random _random;
    private readonly BufferOutput _output = new(64 * 1024);
    private readonly Http2Session _session;
    private readonly Dictionary<int, ReceivedMessage> _received = [];
    private readonly Dictionary<Http2Stream, int> _unconsumed = [];
    private readonly RequestHead _request = new();
    private readonly ResponseHead _response = new();
    private readonly HeaderMap _trailers = new();
    private int _nextStreamId = 1;
    private byte[] _rest = [];

    internal OurEndpoint(Http2Role role, int seed, Http2Options options)
    {
        _seed = seed;
        _random = new Random(seed);
        _session = new Http2Session(role, options, this, _output);
        _session.Start();
    }

    public IReadOnlyDictionary<int, ReceivedMessage> Received => _received;

    public long NowMs => 0;

    public bool TryRequest()
    {
        MessagePlan plan = MessagePlan.Request(_seed, _nextStreamId);
        RequestHead head = SessionPair.Request(plan.HasContent ? "POST" : "GET", "/" + _nextStreamId, ("x-marker", plan.Marker));
        if (plan.DeclaresLength && plan.HasContent)
            head.SetContentLength(plan.ContentBytes);
        if (!_session.TryOpenStream(head, !plan.HasContent, null, out Http2Stream? stream))
            return false;
        Assert.Equal(_nextStreamId, stream.Id);
        _nextStreamId += 2;
        if (plan.HasContent)
            Begin(stream, plan);
        return true;
    }

    public void Receive(ReadOnlySpan<byte> bytes)
    {
        byte[] input = [.. _rest, .. bytes];
        _rest = input[_session.Receive(input)..];
        foreach ((Http2Stream stream, int count) in _unconsumed.ToArray())
        {
            int now = _random.Next(count + 1);
            _unconsumed[stream] = count - now;
            if (count == now)
                _unconsumed.Remove(stream);
            _session.Consume(stream, now);
        }
    }

    public byte[] Take()
    {
        byte[] taken = _output.Take();
        _session.OnOutputRoom();
        return taken;
    }

    public RequestHead? OnStreamOpened(Http2Stream stream)
    {
        _received[stream.Id] = new ReceivedMessage(MessagePlan.Request(_seed, stream.Id));
        return _request;
    }

    public void OnRequestHead(Http2Stream stream, bool endsStream)
    {
        TakeFields(stream, _request.Headers, isTrailer: false);
        Begin(stream, MessagePlan.Response(_seed, stream.Id));
    }

    public void OnRequestRefused(Http2Stream stream, int status) => Assert.Fail($"refused with {status}");

    public ResponseHead ResponseHeadOf(Http2Stream stream) => _response;

    public void OnInterimResponse(Http2Stream stream)
    {
    }

    public void OnResponseHead(Http2Stream stream, bool endsStream)
    {
        _received[stream.Id] = new ReceivedMessage(MessagePlan.Response(_seed, stream.Id));
        TakeFields(stream, _response.Headers, isTrailer: false);
    }

    public void OnData(Http2Stream stream, ReadOnlySpan<byte> payload, bool endsStream)
    {
        _received[stream.Id].OnContent(payload);
        if (payload.Length > 0)
            _unconsumed[stream] = _unconsumed.GetValueOrDefault(stream) + payload.Length;
    }

    public HeaderMap TrailersOf(Http2Stream stream) => _trailers;

    public void OnTrailers(Http2Stream stream) => TakeFields(stream, _trailers, isTrailer: true);

    public void OnReset(Http2Stream stream, Http2ErrorCode code, Http2ResetSource source) =>
        _received[stream.Id].Closed = $"{FrameText.NameOf((uint)code)} by {source}";

    public void OnWritable(Http2Stream stream) => Continue((Outgoing)stream.Owner!);

    public void OnStreamClosed(Http2Stream stream) => _received[stream.Id].Closed ??= "NO_ERROR";

    public void OnSettings()
    {
    }

    public void OnPingAck(ulong payload)
    {
    }

    public void OnGoAway(int lastStreamId, Http2ErrorCode code) => Assert.Fail($"GOAWAY {code}");

    public void OnFailure(Http2ErrorCode code, string reason) => Assert.Fail($"{code}: {reason}");

    public void Dispose()
    {
    }

    private void TakeFields(Http2Stream stream, HeaderMap fields, bool isTrailer)
    {
        foreach (HeaderField field in fields)
            _received[stream.Id].OnField(Encoding.Latin1.GetString(field.Name), Encoding.Latin1.GetString(field.Value), isTrailer);
    }

    private void Begin(Http2Stream stream, MessagePlan plan)
    {
        Outgoing outgoing = new(stream, plan);
        stream.Owner = outgoing;
        Continue(outgoing);
    }

    private void Continue(Outgoing outgoing)
    {
        Http2Stream stream = outgoing.Stream;
        MessagePlan plan = outgoing.Plan;
        if (_session.Role == Http2Role.Server && !outgoing.HasHead)
        {
            ResponseHead head = SessionPair.Response(200, ("x-marker", plan.Marker));
            if (plan.DeclaresLength)
                head.SetContentLength(plan.ContentBytes);
            if (!_session.TryWriteHead(stream, head, !plan.HasContent))
                return;
            outgoing.HasHead = true;
            if (!plan.HasContent)
                return;
        }

        while (outgoing.Sent < plan.ContentBytes)
        {
            byte[] piece = new byte[Math.Min(plan.ContentBytes - outgoing.Sent, _random.Next(1, 40_000))];
            plan.Fill(piece, outgoing.Sent);
            bool ends = outgoing.Sent + piece.Length == plan.ContentBytes && !plan.HasTrailers;
            int taken = _session.WriteData(stream, piece, ends);
            outgoing.Sent += taken;
            if (taken < piece.Length || ends)
                return;
        }

        HeaderMap trailers = new();
        trailers.TryAdd("x-marker"u8, Encoding.Latin1.GetBytes(plan.Marker));
        _session.TryWriteTrailers(stream, trailers);
    }

    private sealed class Outgoing(Http2Stream stream, MessagePlan plan)
    {
        internal Http2Stream Stream { get; } = stream;

        internal MessagePlan Plan { get; } = plan;

        internal bool HasHead { get; set; }

        internal int Sent { get; set; }
    }
}
