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
            while (await WaitForRequestAsync())
            {
                var stream = streams.Rent();
                _stream = stream;
                stream.Begin(this);
                var end = await stream.Exchange.ServeAsync(stream);
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

    private async LoopTask<bool> WaitForRequestAsync()
    {
        if (!Client.Input.IsEmpty)
            return true;
        if (Client.Socket.IsReadable)
        {
            Client.Input.EnsureRoom(1);
            var status = Client.Socket.TryRead(Client.Input.Room, out var count);
            Client.Input.Advance(count);
            if (status != IoStatus.WouldBlock)
                return status == IoStatus.Ok;
        }

        Client.Input.ReleaseIfEmpty();
        var idleMs = Model.Timeouts.ConnectionIdleMs;
        var deadlineMs = idleMs == 0 ? long.MaxValue : Client.Socket.Loop.NowMs + idleMs;
        Client.IsIdle = true;
        var wait = await Client.Socket.ReadableAsync(deadlineMs);
        Client.IsIdle = false;
        if (wait == WaitResult.TimedOut)
            Stats.Increment(HttpStat.DownstreamCxIdleTimeout);
        return wait == WaitResult.Ready;
    }
}
