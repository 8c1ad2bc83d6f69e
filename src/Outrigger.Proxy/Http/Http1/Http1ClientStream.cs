using Outrigger.Http;
using Outrigger.Http.Http1;
using Outrigger.Net.Buffers;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Proxy.Upstream;

namespace Outrigger.Proxy.Http.Http1;

/// <summary>
/// An endpoint's side of one exchange on an HTTP/1 connection of the pool. Reused from exchange to exchange.
/// </summary>
internal sealed class Http1ClientStream : ClientStream
{
    private readonly ExchangeClock _clock;
    private readonly Http1BodySource _content;
    private readonly Http1BodySink _sink;
    private Http1ResponseParser _parser = new(Http1Limits.Default);
    private Http1Limits _limits = Http1Limits.Default;
    private UpstreamConnection _connection = null!;
    private int _headBytes;
    private bool _isKept;
    private bool _isTunnel;

    /// <summary>Makes a stream for any connection of a worker.</summary>
    /// <param name="loop">The worker's loop.</param>
    /// <param name="clock">The exchange's time limits.</param>
    public Http1ClientStream(EventLoop loop, ExchangeClock clock)
    {
        _clock = clock;
        _content = new Http1BodySource(clock);
        _sink = new Http1BodySink(loop.CreateStreamBuffer(), clock);
    }

    /// <inheritdoc/>
    public override BodySink Sink => _sink;

    /// <inheritdoc/>
    public override BodySource Content => _content;

    /// <inheritdoc/>
    public override bool CarriesTrailers => _connection.Options.TrailersEnabled;

    /// <inheritdoc/>
    public override bool IsUnprocessed => IsStale && _headBytes > 0 && _sink.Output.Count == _headBytes;

    /// <inheritdoc/>
    public override bool IsStale => _connection.Input.IsEmpty && _connection.RequestsCount > 1;

    /// <inheritdoc/>
    public override long HeldBytes => _sink.Output.Count + _connection.Input.Count;

    /// <summary>Prepares for a request on a connection.</summary>
    /// <param name="connection">The connection, taken from the pool or new.</param>
    /// <param name="limits">The bounds of the response.</param>
    public void Begin(UpstreamConnection connection, Http1Limits limits)
    {
        _connection = connection;
        connection.RequestsCount++;
        if (!ReferenceEquals(limits, _limits))
        {
            if (limits != _limits)
                _parser = new Http1ResponseParser(limits);
            _limits = limits;
        }

        _parser.Reset();
        _sink.Begin(connection.Socket);
        _headBytes = 0;
        _isKept = false;
        _isTunnel = false;
    }

    /// <inheritdoc/>
    public override HeadWrite TryWriteHead(RequestHead head, bool hasContent)
    {
        // An endpoint that does not know the codings of some content may not see where it ends. Nothing
        // follows such content on its connection.
        _isKept = head.OtherCodings.IsEmpty;
        var persistence = _isKept ? ConnectionPersistence.Implicit : ConnectionPersistence.Close;
        var output = _sink.Output;
        output.EnsureRoom(1);
        int written;
        while (!Http1Writer.TryWriteRequest(head, persistence, output.Room, out written))
        {
            if (!output.TryGrow())
                return HeadWrite.Failed;
        }

        output.Advance(written);
        _headBytes = written;
        _sink.SetFraming(
            head.Framing == BodyFraming.Chunked ? Http1SinkFraming.Chunked : Http1SinkFraming.Plain);
        return HeadWrite.Done;
    }

    /// <inheritdoc/>
    public override HeadStatus TryReceiveHead(RequestHead request, IResponseReceiver receiver)
    {
        var (socket, input) = (_connection.Socket, _connection.Input);
        while (true)
        {
            if (!input.IsEmpty)
            {
                var head = receiver.Response;
                var status = _parser.Parse(input.Unread, request.MethodKind, head, out var consumed);
                if (status == Http1ParseStatus.Error)
                    return HeadStatus.Malformed;
                if (status == Http1ParseStatus.Complete)
                {
                    input.Consume(consumed);
                    return head.Status == 101 && !(request.IsUpgrade && head.IsUpgrade)
                        ? HeadStatus.Malformed
                        : HeadStatus.Complete;
                }
            }

            if (!socket.IsReadable)
                return HeadStatus.Empty;
            input.EnsureRoom(1);
            var io = socket.TryRead(input.Room, out var count);
            input.Advance(count);
            if (io is IoStatus.EndOfStream or IoStatus.Failed)
                return HeadStatus.Ended;
            _clock.Touch();
        }
    }

    /// <inheritdoc/>
    public override ReadinessAwaitable ReadableAsync(long deadlineMs) =>
        _connection.Socket.ReadableAsync(deadlineMs);

    /// <inheritdoc/>
    public override void CancelReadable() => _connection.Socket.CancelReadable();

    /// <inheritdoc/>
    public override void BeginContent(ResponseHead head)
    {
        _isKept &= head.KeepAlive;
        _content.Begin(_connection.Socket, _connection.Input, new Http1BodyDecoder(head, _limits));
    }

    /// <inheritdoc/>
    public override void BeginTunnel()
    {
        _isKept = false;
        _isTunnel = true;
        _content.Begin(
            _connection.Socket, _connection.Input, new Http1BodyDecoder(BodyFraming.UntilClose, 0, _limits));
        _sink.SetFraming(Http1SinkFraming.Tunnel);
    }

    /// <inheritdoc/>
    public override void Cancel()
    {
        _isKept = false;
        // What broke off must not look like the end of a tunnel to the endpoint.
        if (_isTunnel)
            _connection.Socket.Abort();
        _connection.Close();
    }

    /// <inheritdoc/>
    public override void Release()
    {
        _sink.Output.Release();
        _connection.Release(_isKept);
    }
}
