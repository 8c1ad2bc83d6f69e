using Outrigger.Http;
using Outrigger.Http.Http1;
using Outrigger.Net.Loops;
using Outrigger.Proxy.Http.Http1;
using Outrigger.Proxy.Upstream;

namespace Outrigger.Proxy.Http.Tunnels;

/// <summary>
/// An endpoint's side of a CONNECT that ends here. The endpoint knows nothing of HTTP: that there is a
/// connection is the response.
/// </summary>
internal sealed class RawClientStream : ClientStream
{
    private readonly UpstreamConnection _connection;
    private readonly Http1BodySource _content;
    private readonly Http1BodySink _sink;

    /// <summary>Takes over a connection.</summary>
    /// <param name="connection">A new connection to the endpoint.</param>
    /// <param name="clock">The exchange's time limits.</param>
    public RawClientStream(UpstreamConnection connection, ExchangeClock clock)
    {
        _connection = connection;
        connection.RequestsCount++;
        _content = new Http1BodySource(clock);
        _sink = new Http1BodySink(connection.Socket.Loop.CreateStreamBuffer(), clock);
        _sink.Begin(connection.Socket);
        _sink.SetFraming(Http1SinkFraming.Tunnel);
    }

    /// <inheritdoc/>
    public override BodySink Sink => _sink;

    /// <inheritdoc/>
    public override BodySource Content => _content;

    /// <inheritdoc/>
    public override bool CarriesTrailers => false;

    /// <inheritdoc/>
    public override bool IsUnprocessed => false;

    /// <inheritdoc/>
    public override bool IsStale => false;

    /// <inheritdoc/>
    public override long HeldBytes => _sink.Output.Count + _connection.Input.Count;

    /// <inheritdoc/>
    public override HeadWrite TryWriteHead(RequestHead head, bool hasContent) => HeadWrite.Done;

    /// <inheritdoc/>
    public override HeadStatus TryReceiveHead(RequestHead request, IResponseReceiver receiver)
    {
        var head = receiver.Response;
        head.Clear();
        if (request.MethodKind != RequestMethod.Connect)
            head.SetChunked();
        return HeadStatus.Complete;
    }

    /// <inheritdoc/>
    public override ReadinessAwaitable ReadableAsync(long deadlineMs) =>
        _connection.Socket.ReadableAsync(deadlineMs);

    /// <inheritdoc/>
    public override void CancelReadable() => _connection.Socket.CancelReadable();

    /// <inheritdoc/>
    public override void BeginContent(ResponseHead head) => BeginTunnel();

    /// <inheritdoc/>
    public override void BeginTunnel() => _content.Begin(
        _connection.Socket, _connection.Input,
        new Http1BodyDecoder(BodyFraming.UntilClose, 0, Http1Limits.Default));

    /// <inheritdoc/>
    public override void Cancel()
    {
        // What broke off must not look like an end to the endpoint.
        _connection.Socket.Abort();
        _connection.Close();
    }

    /// <inheritdoc/>
    public override void Release()
    {
        _sink.Output.Release();
        _connection.Close();
    }
}
