using System.Text;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Overload;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Http;

/// <summary>A client's connection that is served by a connection manager, whatever the version of HTTP.</summary>
internal abstract class ServerConnection : IReadinessObserver, IDownstreamSession
{
    private readonly long _startMs;
    private byte[]? _peerText;
    private long _bytesReadCounted;
    private long _bytesWrittenCounted;

    /// <summary>Prepares to serve a connection.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="model">How HTTP is served on it.</param>
    protected ServerConnection(DownstreamConnection client, HttpConnectionManagerModel model)
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
    public int RequestsCount { get; private set; }

    /// <summary>Whether no further request is to come.</summary>
    public bool IsClosing => Client.IsDraining || HasReachedLimit || IsKeepAliveDisabled;

    /// <summary>The peer's IP address as text; empty for a Unix socket.</summary>
    public ReadOnlySpan<byte> PeerText =>
        _peerText ??= Encoding.ASCII.GetBytes(Client.PeerAddress?.Ip?.ToString() ?? "");

    /// <inheritdoc/>
    public abstract long HeldBytes { get; }

    private bool IsKeepAliveDisabled
    {
        get
        {
            if (!IsAsked(OverloadActions.DisableHttpKeepAlive))
                return false;
            Stats.Increment(HttpStat.DownstreamCxOverloadDisableKeepalive);
            return true;
        }
    }

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

    /// <summary>Whether pressure asks for an action, and the listener heeds it.</summary>
    /// <param name="action">The action.</param>
    public bool IsAsked(OverloadActions action) =>
        Client.Worker.Overload.Has(action) && !Client.Listener.Model.BypassesOverloadManager;

    /// <summary>Serves the connection to its end. The caller closes it.</summary>
    public abstract LoopTask RunAsync();

    /// <inheritdoc/>
    public abstract void OnUnawaitedEvent(StreamConnection connection, bool isHangup);

    /// <inheritdoc/>
    public abstract void Abort();

    /// <summary>A request has come.</summary>
    public virtual void CountRequest()
    {
        RequestsCount++;
        Stats.Increment(HttpStat.DownstreamRqTotal);
        Stats.Increment(HttpStat.DownstreamRqActive);
    }

    /// <summary>A request has its response.</summary>
    public virtual void CountResponse()
    {
        Stats.Decrement(HttpStat.DownstreamRqActive);
        Stats.Increment(HttpStat.DownstreamRqCompleted);
    }

    /// <summary>Counts the bytes that moved since the last call.</summary>
    protected void CountBytes()
    {
        var socket = Client.Socket;
        Stats.Add(HttpStat.DownstreamCxRxBytesTotal, socket.BytesRead - _bytesReadCounted);
        Stats.Add(HttpStat.DownstreamCxTxBytesTotal, socket.BytesWritten - _bytesWrittenCounted);
        _bytesReadCounted = socket.BytesRead;
        _bytesWrittenCounted = socket.BytesWritten;
    }

    /// <summary>The connection begins.</summary>
    protected void CountBegin()
    {
        Stats.Increment(HttpStat.DownstreamCxTotal);
        Stats.Increment(HttpStat.DownstreamCxActive);
    }

    /// <summary>The connection ends.</summary>
    protected void CountEnd()
    {
        CountBytes();
        Stats.Decrement(HttpStat.DownstreamCxActive);
        Stats.Increment(HttpStat.DownstreamCxDestroy);
        Stats.Increment(Client.Socket.HasHangup
            ? HttpStat.DownstreamCxDestroyRemote
            : HttpStat.DownstreamCxDestroyLocal);
        if (Client.IsDraining)
            Stats.Increment(HttpStat.DownstreamCxDrainClose);
        Stats.Record(HttpStat.DownstreamCxLengthMs, (Client.Socket.Loop.NowMs - _startMs) * 1000);
    }
}
