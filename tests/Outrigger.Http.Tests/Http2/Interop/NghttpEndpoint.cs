using System.Runtime.InteropServices;
using System.Text;
using Outrigger.Http.Http2;
using Outrigger.Http.Tests.Hpack;

namespace Outrigger.Http.Tests.Http2.Interop;

/// <summary>nghttp2's end: it holds us to the protocol, and sends what the plan says.</summary>
internal sealed unsafe class NghttpEndpoint : IEndpoint
{
    private readonly int _seed;
    private readonly bool _isServer;
    private readonly int _frameBytesMax;
    private readonly nint _session;
    private readonly GCHandle _self;
    private readonly Dictionary<int, ReceivedMessage> _received = [];
    private readonly HashSet<int> _withHead = [];
    private readonly Dictionary<int, int> _sent = [];
    private int _nextStreamId = 1;

    internal NghttpEndpoint(Http2Role role, int seed, IReadOnlyList<(int Id, uint Value)> settings)
    {
        _seed = seed;
        _isServer = role == Http2Role.Server;
        _frameBytesMax = new Random(seed).Next(100, 20_000);
        _self = GCHandle.Alloc(this);
        _session = NghttpLibrary.Create(_isServer, GCHandle.ToIntPtr(_self));
        NghttpLibrary.SubmitSettings(_session, settings);
    }

    public IReadOnlyDictionary<int, ReceivedMessage> Received => _received;

    public bool TryRequest()
    {
        // It keeps to our limit of streams by itself, once it knows it; before, more would be refused.
        if (!NghttpLibrary.KnowsSettings(_session))
            return false;
        MessagePlan plan = MessagePlan.Request(_seed, _nextStreamId);
        List<(string, string)> fields =
        [
            (":method", plan.HasContent ? "POST" : "GET"), (":scheme", "http"), (":path", "/"), (":authority", "example.org"),
            ("x-marker", plan.Marker), ("cookie", "a=b"), ("cookie", "c=d"),
        ];
        if (plan.DeclaresLength && plan.HasContent)
            fields.Add(("content-length", plan.ContentBytes.ToString()));
        Assert.Equal(_nextStreamId, NghttpLibrary.SubmitRequest(_session, fields, plan.HasContent));
        _nextStreamId += 2;
        return true;
    }

    public void Receive(ReadOnlySpan<byte> bytes)
    {
        nint taken = NghttpLibrary.Receive(_session, bytes);
        Assert.Equal(bytes.Length, taken);
    }

    public byte[] Take() => NghttpLibrary.Send(_session);

    public void Dispose()
    {
        NghttpLibrary.Delete(_session);
        _self.Free();
    }

    internal static NghttpEndpoint Of(nint userData) => (NghttpEndpoint)GCHandle.FromIntPtr(userData).Target!;

    internal void OnField(int streamId, string name, string value) =>
        MessageOf(streamId).OnField(name, value, _withHead.Contains(streamId));

    internal void OnHeadersEnd(int streamId)
    {
        if (!_withHead.Add(streamId) || !_isServer)
            return;
        MessagePlan plan = MessagePlan.Response(_seed, streamId);
        List<(string, string)> fields = [(":status", "200"), ("x-marker", plan.Marker)];
        if (plan.DeclaresLength)
            fields.Add(("content-length", plan.ContentBytes.ToString()));
        NghttpLibrary.SubmitResponse(_session, streamId, fields, plan.HasContent);
    }

    internal void OnContent(int streamId, ReadOnlySpan<byte> content) => MessageOf(streamId).OnContent(content);

    internal void OnClosed(int streamId, uint code) => MessageOf(streamId).Closed = FrameText.NameOf(code);

    /// <summary>Gives the next content; trailers follow it when it returns true with them due.</summary>
    internal int ReadContent(int streamId, Span<byte> destination, out bool ends, out bool hasTrailers)
    {
        MessagePlan plan = _isServer ? MessagePlan.Response(_seed, streamId) : MessagePlan.Request(_seed, streamId);
        int sent = _sent.GetValueOrDefault(streamId);
        int length = Math.Min(Math.Min(destination.Length, _frameBytesMax), plan.ContentBytes - sent);
        plan.Fill(destination[..length], sent);
        _sent[streamId] = sent + length;
        ends = sent + length == plan.ContentBytes;
        hasTrailers = ends && plan.HasTrailers;
        if (hasTrailers)
            NghttpLibrary.SubmitTrailers(_session, streamId, [("x-marker", plan.Marker)]);
        return length;
    }

    private ReceivedMessage MessageOf(int streamId)
    {
        if (!_received.TryGetValue(streamId, out ReceivedMessage? message))
        {
            MessagePlan plan = _isServer ? MessagePlan.Request(_seed, streamId) : MessagePlan.Response(_seed, streamId);
            _received[streamId] = message = new ReceivedMessage(plan);
        }

        return message;
    }
}
