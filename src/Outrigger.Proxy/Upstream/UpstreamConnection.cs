using Outrigger.Net.Buffers;
using Outrigger.Net.Sockets;
using Outrigger.Net.Timers;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Upstream;

/// <summary>
/// A connection to an endpoint. While it waits idle in the pool it watches itself: the peer's close,
/// unasked-for bytes or the idle timeout take it out and close it. The idle timer is lazy: a busy connection
/// leaves it where it is.
/// </summary>
internal sealed class UpstreamConnection : LoopTimer, IReadinessObserver
{
    private readonly ClusterState _cluster;
    private readonly UpstreamTlsModel? _tls;
    private readonly long _connectedMs;
    private long _idleSinceMs;
    private bool _isClosed;
    private long _bytesReadCounted;
    private long _bytesWrittenCounted;

    /// <summary>Takes over a connected socket.</summary>
    /// <param name="cluster">The cluster in this worker.</param>
    /// <param name="endpoint">The endpoint it leads to.</param>
    /// <param name="socket">The socket.</param>
    public UpstreamConnection(ClusterState cluster, EndpointState endpoint, StreamConnection socket)
    {
        _cluster = cluster;
        Endpoint = endpoint;
        Socket = socket;
        _tls = endpoint.Tls;
        ServerName = (socket as TlsConnection)?.ServerName ?? "";
        Input = socket.Loop.CreateStreamBuffer();
        Input.ContentBytesMax = cluster.Model.ConnectionBufferLimitBytes;
        _connectedMs = socket.Loop.NowMs;
        endpoint.ConnectionsCount++;
        endpoint.Stats.Increment(EndpointStat.CxTotal);
        endpoint.Stats.Increment(EndpointStat.CxActive);
        cluster.Stats.Increment(ClusterStat.UpstreamCxTotal);
        cluster.Stats.Increment(ClusterStat.UpstreamCxActive);
        socket.Observer = this;
    }

    /// <summary>The endpoint it leads to.</summary>
    public EndpointState Endpoint { get; }

    /// <summary>The socket.</summary>
    public StreamConnection Socket { get; }

    /// <summary>TLS over the socket; null for plain bytes.</summary>
    public TlsConnection? Tls => Socket as TlsConnection;

    /// <summary>The server name that TLS asked for; empty for none.</summary>
    public string ServerName { get; }

    /// <summary>The application protocol that TLS agreed on (ALPN); empty for none.</summary>
    public ReadOnlySpan<byte> NegotiatedProtocol => Tls is { } tls ? tls.NegotiatedProtocol : default;

    /// <summary>What was received and not yet used.</summary>
    public StreamBuffer Input { get; }

    /// <summary>How HTTP is spoken on it.</summary>
    public UpstreamHttpOptions Options => _cluster.Model.Http;

    /// <summary>Requests it has carried, the present one included.</summary>
    public int RequestsCount { get; set; }

    /// <summary>Whether it may serve no other client than the one it was opened for.</summary>
    public bool IsForOneClient { get; init; }

    /// <summary>Whether it waits in the pool.</summary>
    public bool IsIdle { get; set; }

    /// <summary>The next older idle connection; the pool's.</summary>
    public UpstreamConnection? NextIdle { get; set; }

    /// <summary>The next newer idle connection; the pool's.</summary>
    public UpstreamConnection? PreviousIdle { get; set; }

    /// <summary>Whether it may carry another request, as far as this side can see.</summary>
    public bool IsUsable => !Socket.IsClosed && !Socket.HasHangup && !Socket.IsReadable && Input.IsEmpty;

    /// <summary>
    /// Ends its use by a request: it goes back to the pool if it is clean and may live on, else it is closed.
    /// </summary>
    /// <param name="isClean">
    /// Whether request and response are complete and the peer keeps the connection open.
    /// </param>
    public void Release(bool isClean)
    {
        var mayBeShared = !IsForOneClient && !Endpoint.IsRemoved && ReferenceEquals(_tls, Endpoint.Tls);
        if (!isClean || !mayBeShared || !IsQuiet() || HasReachedLimit())
        {
            Close();
            return;
        }

        Input.Release();
        CountBytes();
        _idleSinceMs = Socket.Loop.NowMs;
        Endpoint.AddIdle(this);
        var timeoutMs = Options.IdleTimeoutMs;
        if (timeoutMs > 0 && !IsScheduled)
            Socket.Loop.Schedule(this, _idleSinceMs + timeoutMs);
    }

    /// <summary>Closes it and counts it out; closing twice does nothing.</summary>
    public void Close()
    {
        // The socket itself may be closed already, by a relay that ended.
        if (_isClosed)
            return;
        _isClosed = true;
        CountBytes();
        if (IsIdle)
            Endpoint.RemoveIdle(this);
        Socket.Loop.Cancel(this);
        var isRemote = Socket.HasHangup;
        Socket.Close();
        Input.Release();
        Endpoint.ConnectionsCount--;
        Endpoint.Stats.Decrement(EndpointStat.CxActive);
        _cluster.Stats.Decrement(ClusterStat.UpstreamCxActive);
        _cluster.Stats.Increment(ClusterStat.UpstreamCxDestroy);
        _cluster.Stats.Increment(
            isRemote ? ClusterStat.UpstreamCxDestroyRemote : ClusterStat.UpstreamCxDestroyLocal);
        _cluster.Stats.Record(ClusterStat.UpstreamCxLengthMs, (Socket.Loop.NowMs - _connectedMs) * 1000);
    }

    /// <inheritdoc/>
    public void OnUnawaitedEvent(StreamConnection connection, bool isHangup)
    {
        // Bytes that answer no request make the next answer ambiguous: the connection cannot be used again.
        if (IsIdle)
            Close();
    }

    /// <inheritdoc/>
    protected override void OnExpired()
    {
        if (!IsIdle)
            return;
        var timeoutMs = Options.IdleTimeoutMs;
        var dueMs = _idleSinceMs + timeoutMs;
        if (timeoutMs == 0 || dueMs > Socket.Loop.NowMs)
        {
            if (timeoutMs > 0)
                Socket.Loop.Schedule(this, dueMs);
            return;
        }

        _cluster.Stats.Increment(ClusterStat.UpstreamCxIdleTimeout);
        Close();
    }

    /// <summary>
    /// Whether nothing came behind the response. The readiness that the kernel reported may be used up
    /// already: when the response's end filled the buffer, only another read can tell.
    /// </summary>
    private bool IsQuiet()
    {
        if (Socket.IsReadable && Input.IsEmpty)
        {
            Input.EnsureRoom(1);
            Socket.TryRead(Input.Room, out var count);
            Input.Advance(count);
        }

        return IsUsable;
    }

    /// <summary>Counts the bytes that moved since the last call.</summary>
    public void CountBytes()
    {
        _cluster.Stats.Add(ClusterStat.UpstreamCxRxBytesTotal, Socket.BytesRead - _bytesReadCounted);
        _cluster.Stats.Add(ClusterStat.UpstreamCxTxBytesTotal, Socket.BytesWritten - _bytesWrittenCounted);
        _bytesReadCounted = Socket.BytesRead;
        _bytesWrittenCounted = Socket.BytesWritten;
    }

    private bool HasReachedLimit()
    {
        var options = Options;
        if (options.RequestsPerConnectionMax > 0 && RequestsCount >= options.RequestsPerConnectionMax)
        {
            _cluster.Stats.Increment(ClusterStat.UpstreamCxMaxRequests);
            return true;
        }

        if (options.ConnectionDurationMaxMs > 0
            && Socket.Loop.NowMs - _connectedMs >= options.ConnectionDurationMaxMs)
        {
            _cluster.Stats.Increment(ClusterStat.UpstreamCxMaxDurationReached);
            return true;
        }

        return false;
    }
}
