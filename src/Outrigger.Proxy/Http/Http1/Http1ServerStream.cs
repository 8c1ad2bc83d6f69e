using Outrigger.Http;
using Outrigger.Http.Http1;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Overload;
using Outrigger.Proxy.Workers;

namespace Outrigger.Proxy.Http.Http1;

/// <summary>
/// The client's side of one exchange on an HTTP/1 connection. Borrowed by a connection from the first byte of
/// a request to the last of its response, so idle connections hold none.
/// </summary>
internal sealed class Http1ServerStream : ServerStream
{
    private readonly Http1BodySource _content;
    private readonly Http1BodySink _sink;
    private Http1RequestParser _parser = new(Http1Limits.Default);
    private Http1Limits _limits = Http1Limits.Default;
    private Http1ServerConnection _connection = null!;

    /// <summary>Makes a stream, and the exchange that serves it.</summary>
    /// <param name="worker">The worker.</param>
    public Http1ServerStream(Worker worker)
    {
        Exchange = new HttpExchange(worker);
        _content = new Http1BodySource(Exchange.Clock);
        _sink = new Http1BodySink(worker.Loop.CreateStreamBuffer(), Exchange.Clock);
    }

    /// <summary>What serves it.</summary>
    public HttpExchange Exchange { get; }

    /// <summary>Whether the response said that the connection carries no other.</summary>
    public bool IsLast { get; private set; }

    /// <summary>About how much waits in it, in bytes.</summary>
    public long HeldBytes => _sink.Output.Count + Exchange.HeldBytes;

    /// <inheritdoc/>
    public override ServerConnection Connection => _connection;

    /// <inheritdoc/>
    public override BodySource Content => _content;

    /// <inheritdoc/>
    public override BodySink Sink => _sink;

    /// <inheritdoc/>
    public override bool CarriesTrailers => _connection.Model.Http1.TrailersEnabled;

    /// <inheritdoc/>
    public override LocalReply Refusal => LocalReply.Malformed(_parser.Error);

    /// <summary>Prepares for the next request of a connection.</summary>
    /// <param name="connection">The connection; a first byte of the request is there.</param>
    public void Begin(Http1ServerConnection connection)
    {
        _connection = connection;
        IsLast = true;
        var limits = connection.Model.CodecLimits;
        if (!ReferenceEquals(limits, _limits))
        {
            // Listeners rarely differ in their limits, so this is for the first requests only.
            if (limits != _limits)
                _parser = new Http1RequestParser(limits);
            _limits = limits;
        }

        _parser.Reset();
        _sink.Begin(connection.Client.Socket);
    }

    /// <summary>Gives back what the exchange used.</summary>
    public void End() => _sink.Output.Release();

    /// <inheritdoc/>
    public override async LoopTask<HeadOutcome> ReceiveHeadAsync(RequestHead head, long deadlineMs)
    {
        var client = _connection.Client;
        while (true)
        {
            if (!client.Input.IsEmpty)
            {
                var status = _parser.Parse(client.Input.Unread, head, out var consumed);
                if (status == Http1ParseStatus.Error)
                    return HeadOutcome.Refused;
                if (status == Http1ParseStatus.Complete)
                {
                    client.Input.Consume(consumed);
                    // The head has been copied. While the endpoint works, the next request reads into this block,
                    // which is still in the cache.
                    client.Input.ReleaseIfEmpty();
                    return HeadOutcome.Complete;
                }
            }

            if (!client.Socket.IsReadable)
            {
                var wait = await client.Socket.ReadableAsync(deadlineMs);
                if (wait == WaitResult.TimedOut)
                    return HeadOutcome.TimedOut;
                if (wait != WaitResult.Ready)
                    return HeadOutcome.Closed;
            }

            // A head that is not complete yet would only take more memory.
            if (_connection.IsAsked(OverloadActions.StopAcceptingRequests))
                return HeadOutcome.Overloaded;
            client.Input.EnsureRoom(1);
            switch (client.Socket.TryRead(client.Input.Room, out var count))
            {
                case IoStatus.Ok:
                    client.Input.Advance(count);
                    break;
                case IoStatus.EndOfStream or IoStatus.Failed:
                    return HeadOutcome.Closed;
            }
        }
    }

    /// <inheritdoc/>
    public override void BeginContent(RequestHead head) => _content.Begin(
        _connection.Client.Socket, _connection.Client.Input, new Http1BodyDecoder(head, _limits));

    /// <inheritdoc/>
    public override void BeginTunnel()
    {
        var client = _connection.Client;
        // Whoever copies the bytes sees for himself when the client ends its side.
        client.Socket.Observer = null;
        _content.Begin(client.Socket, client.Input, new Http1BodyDecoder(BodyFraming.UntilClose, 0, _limits));
        _sink.SetFraming(Http1SinkFraming.Tunnel);
    }

    /// <inheritdoc/>
    public override bool TryWriteContinue()
    {
        var status = _connection.Client.Socket.TryWrite(Http1Writer.Continue, out var count);
        return status != IoStatus.Failed && count == Http1Writer.Continue.Length;
    }

    /// <inheritdoc/>
    public override HeadWrite TryWriteInterim(ResponseHead head) =>
        TryWrite(head, ConnectionPersistence.Implicit);

    /// <inheritdoc/>
    public override HeadWrite TryWriteHead(
        RequestHead request, ResponseHead head, bool hasContent, bool closes)
    {
        closes |= !request.KeepAlive || _connection.IsClosing;
        var persistence = ChoosePersistence(request, head, closes);
        IsLast = persistence == ConnectionPersistence.Close || head.IsUpgrade;
        _sink.SetFraming(
            head.Framing == BodyFraming.Chunked ? Http1SinkFraming.Chunked : Http1SinkFraming.Plain);
        return TryWrite(head, persistence);
    }

    /// <summary>
    /// How the connection goes on, and the framing that this allows: a client of HTTP/1.0 knows no chunks,
    /// every other client gets content of unknown length in chunks.
    /// </summary>
    private static ConnectionPersistence ChoosePersistence(
        RequestHead request, ResponseHead response, bool closes)
    {
        var opensTunnel = response.IsUpgrade
            || (request.MethodKind == RequestMethod.Connect && response.Status is >= 200 and < 300);
        if (opensTunnel)
            return ConnectionPersistence.Implicit;
        if (request.Version == Outrigger.Http.HttpVersion.Http10)
        {
            if (response.Framing is BodyFraming.Chunked or BodyFraming.UntilClose)
            {
                response.SetUntilClose();
                closes = true;
            }

            return closes ? ConnectionPersistence.Close : ConnectionPersistence.KeepAlive;
        }

        if (response.Framing == BodyFraming.UntilClose)
            response.SetChunked();
        return closes ? ConnectionPersistence.Close : ConnectionPersistence.Implicit;
    }

    private HeadWrite TryWrite(ResponseHead head, ConnectionPersistence persistence)
    {
        var output = _sink.Output;
        output.EnsureRoom(1);
        int written;
        while (!Http1Writer.TryWriteResponse(head, persistence, output.Room, out written))
        {
            if (!output.TryGrow())
                return HeadWrite.Failed;
        }

        output.Advance(written);
        return HeadWrite.Done;
    }
}
