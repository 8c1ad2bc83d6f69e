using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Http.Http1;

/// <summary>
/// A client's HTTP/1 connection: one exchange after the other, and the waiting between them.
/// </summary>
/// <param name="client">The connection.</param>
/// <param name="model">How HTTP is served on it.</param>
/// <param name="counts">Counts the connection.</param>
internal sealed class Http1ServerConnection(
    DownstreamConnection client, HttpConnectionManagerModel model, ConnectionCounts counts)
    : ServerConnection(client, model, counts)
{
    private Http1ServerStream? _stream;

    /// <summary>Whether another request comes.</summary>
    private enum Arrival : byte
    {
        /// <summary>Its first bytes are there.</summary>
        Here,

        /// <summary>Nothing has come yet.</summary>
        Awaited,

        /// <summary>The client went away, or was silent for too long.</summary>
        Never,
    }

    /// <inheritdoc/>
    public override long HeldBytes => _stream?.HeldBytes ?? 0;

    /// <inheritdoc/>
    public override async LoopTask RunAsync()
    {
        Stats.Increment(HttpStat.DownstreamCxHttp1Total);
        Stats.Increment(HttpStat.DownstreamCxHttp1Active);
        var streams = Client.Worker.Http1Streams;
        try
        {
            while (true)
            {
                // The wait stands here and not in a method of its own: that would be a second state machine for
                // every idle connection, and more memory to fetch when its request comes.
                var arrival = LookForRequest();
                if (arrival == Arrival.Awaited)
                    arrival = EndIdle(await BeginIdle());
                if (arrival == Arrival.Never)
                    return;
                var stream = streams.Rent();
                _stream = stream;
                stream.Begin(this);
                var end = await stream.Exchange.ServeAsync(stream);
                stream.Exchange.Finish();
                stream.End();
                _stream = null;
                var goesOn = end == StreamEnd.Complete && !stream.IsLast;
                streams.Return(stream);
                if (goesOn)
                    continue;
                if (end == StreamEnd.Unread)
                    await LingerAsync();
                else if (end == StreamEnd.BrokenOff)
                    Client.Socket.Abort();
                return;
            }
        }
        finally
        {
            // An exchange that is still here failed: what it holds ends with it, and it is not used again.
            Abandon();
            Stats.Decrement(HttpStat.DownstreamCxHttp1Active);
        }
    }

    /// <inheritdoc/>
    public override void OnUnawaitedEvent(StreamConnection connection, bool isHangup)
    {
        if (isHangup)
            _stream?.Exchange.OnClientHangup();
    }

    /// <inheritdoc/>
    public override void Abort() => _stream?.Exchange.Abort();

    /// <inheritdoc/>
    public override void CountRequest()
    {
        base.CountRequest();
        Stats.Increment(HttpStat.DownstreamRqHttp1Total);
    }

    /// <inheritdoc/>
    public override void CountUnderscores(bool isRejected) =>
        Model.Codecs.Http1.ForWorker(Client.Worker.Index).Increment(isRejected
            ? Http1CodecStat.RequestsRejectedWithUnderscoresInHeaders
            : Http1CodecStat.DroppedHeadersWithUnderscores);

    /// <inheritdoc/>
    public override void CountResponse()
    {
        base.CountResponse();
        CountBytes();
    }

    private void Abandon()
    {
        if (_stream is not { } stream)
            return;
        stream.Exchange.Abandon();
        Client.Socket.Close();
        stream.End();
    }

    private Arrival LookForRequest()
    {
        if (!Client.Input.IsEmpty)
            return Arrival.Here;
        if (!Client.Socket.IsReadable)
            return Arrival.Awaited;
        Client.Input.EnsureRoom(1);
        var status = Client.Socket.TryRead(Client.Input.Room, out var count);
        Client.Input.Advance(count);
        return status switch
        {
            IoStatus.Ok => Arrival.Here,
            IoStatus.WouldBlock => Arrival.Awaited,
            _ => Arrival.Never,
        };
    }

    private ReadinessAwaitable BeginIdle()
    {
        Client.Input.ReleaseIfEmpty();
        Client.IsIdle = true;
        var idleMs = Model.Timeouts.ConnectionIdleMs;
        return Client.Socket.ReadableAsync(idleMs == 0 ? long.MaxValue : Client.Socket.Loop.NowMs + idleMs);
    }

    private Arrival EndIdle(WaitResult wait)
    {
        Client.IsIdle = false;
        if (wait == WaitResult.TimedOut)
            Stats.Increment(HttpStat.DownstreamCxIdleTimeout);
        return wait == WaitResult.Ready ? Arrival.Here : Arrival.Never;
    }
}
