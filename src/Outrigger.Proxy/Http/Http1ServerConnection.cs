using System.Text;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Http;

/// <summary>What becomes of a client's connection after an exchange.</summary>
internal enum ConnectionFate : byte
{
    /// <summary>It carries the next request.</summary>
    KeepAlive,

    /// <summary>All that had to be said was said.</summary>
    Close,

    /// <summary>
    /// It closes, but the client may still be sending: what it sends is read and dropped for a while, for a
    /// reset would take the response from it (RFC 9112 section 9.6).
    /// </summary>
    Linger,

    /// <summary>The response broke off: a reset, so that the client cannot take it for whole.</summary>
    Abort,
}

/// <summary>
/// A client's HTTP/1 connection: one exchange after the other, and the waiting between them.
/// </summary>
internal sealed class Http1ServerConnection : IReadinessObserver, IDownstreamSession
{
    private readonly long _startMs;
    private HttpExchange? _exchange;
    private byte[]? _peerText;
    private long _bytesReadCounted;
    private long _bytesWrittenCounted;

    /// <summary>Prepares to serve a connection.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="model">How HTTP is served on it.</param>
    public Http1ServerConnection(DownstreamConnection client, HttpConnectionManagerModel model)
    {
        Client = client;
        Model = model;
        Stats = model.Stats.ForWorker(client.Worker.Index);
        _startMs = client.Socket.Loop.NowMs;
        client.Socket.Observer = this;
        client.Session = this;
    }

    /// <summary>The connection.</summary>
    public DownstreamConnection Client { get; }

    /// <summary>How HTTP is served on it.</summary>
    public HttpConnectionManagerModel Model { get; }

    /// <summary>The worker's block of the statistics.</summary>
    public StatBlock<HttpStat> Stats { get; }

    /// <summary>Requests so far, the present one included.</summary>
    public int RequestsCount { get; set; }

    /// <summary>Whether the present response is to be the last.</summary>
    public bool IsClosing => Client.IsDraining || HasReachedLimit;

    /// <summary>The peer's IP address as text; empty for a Unix socket.</summary>
    public ReadOnlySpan<byte> PeerText =>
        _peerText ??= Encoding.ASCII.GetBytes(Client.PeerAddress?.Ip?.ToString() ?? "");

    private bool HasReachedLimit
    {
        get
        {
            var requestsMax = Model.Limits.RequestsPerConnectionMax;
            var durationMaxMs = Model.Timeouts.ConnectionDurationMaxMs;
            return (requestsMax > 0 && RequestsCount >= requestsMax)
                || (durationMaxMs > 0 && Client.Socket.Loop.NowMs - _startMs >= durationMaxMs);
        }
    }

    /// <summary>Serves the connection to its end. The caller closes it.</summary>
    public async LoopTask RunAsync()
    {
        CountBegin();
        var exchanges = Client.Worker.Exchanges;
        try
        {
            while (await WaitForRequestAsync())
            {
                var exchange = exchanges.Rent();
                _exchange = exchange;
                var fate = await exchange.ServeAsync(this);
                _exchange = null;
                exchanges.Return(exchange);
                if (fate == ConnectionFate.KeepAlive)
                    continue;
                if (fate == ConnectionFate.Linger)
                    await LingerAsync();
                else if (fate == ConnectionFate.Abort)
                    Client.Socket.Abort();
                return;
            }
        }
        finally
        {
            // An exchange that is still here failed: what it holds ends with it, and it is not used again.
            _exchange?.Abandon();
            CountEnd();
        }
    }

    /// <inheritdoc/>
    public void OnUnawaitedEvent(StreamConnection connection, bool isHangup)
    {
        if (isHangup)
            _exchange?.OnClientHangup();
    }

    /// <inheritdoc/>
    public void Abort() => _exchange?.Abort();

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

    private async LoopTask LingerAsync()
    {
        var socket = Client.Socket;
        socket.ShutdownSend();
        var lingerMs = Model.Timeouts.DelayedCloseMs;
        var deadlineMs = socket.Loop.NowMs + lingerMs;
        while (lingerMs > 0)
        {
            Client.Input.Release();
            if (await socket.ReadableAsync(deadlineMs) != WaitResult.Ready)
            {
                Stats.Increment(HttpStat.DownstreamCxDelayedCloseTimeout);
                return;
            }

            Client.Input.EnsureRoom(1);
            if (socket.TryRead(Client.Input.Room, out _) is IoStatus.EndOfStream or IoStatus.Failed)
                return;
            if (socket.Loop.NowMs >= deadlineMs)
                return;
        }
    }

    /// <summary>Counts the bytes that moved since the last call.</summary>
    public void CountBytes()
    {
        var socket = Client.Socket;
        Stats.Add(HttpStat.DownstreamCxRxBytesTotal, socket.BytesRead - _bytesReadCounted);
        Stats.Add(HttpStat.DownstreamCxTxBytesTotal, socket.BytesWritten - _bytesWrittenCounted);
        _bytesReadCounted = socket.BytesRead;
        _bytesWrittenCounted = socket.BytesWritten;
    }

    private void CountBegin()
    {
        Stats.Increment(HttpStat.DownstreamCxTotal);
        Stats.Increment(HttpStat.DownstreamCxActive);
        Stats.Increment(HttpStat.DownstreamCxHttp1Total);
        Stats.Increment(HttpStat.DownstreamCxHttp1Active);
    }

    private void CountEnd()
    {
        CountBytes();
        Stats.Decrement(HttpStat.DownstreamCxActive);
        Stats.Decrement(HttpStat.DownstreamCxHttp1Active);
        Stats.Increment(HttpStat.DownstreamCxDestroy);
        Stats.Increment(Client.Socket.HasHangup
            ? HttpStat.DownstreamCxDestroyRemote
            : HttpStat.DownstreamCxDestroyLocal);
        if (Client.IsDraining)
            Stats.Increment(HttpStat.DownstreamCxDrainClose);
        Stats.Record(HttpStat.DownstreamCxLengthMs, (Client.Socket.Loop.NowMs - _startMs) * 1000);
    }
}
