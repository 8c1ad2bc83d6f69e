using Outrigger.Net.Loops;
using Outrigger.Net.Tasks;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Upstream;

namespace Outrigger.Proxy.Http.Http2;

/// <summary>
/// The HTTP/2 connections of one worker to one endpoint. A stream goes to a connection that has a place; when
/// none has, another is opened, and streams wait for it together, the first first.
/// </summary>
internal sealed class Http2Pool
{
    /// <summary>How many streams a connection that is being opened is expected to take.</summary>
    private const int StreamsExpected = 100;

    private readonly ClusterState _cluster;
    private readonly EndpointState _endpoint;
    private readonly EventLoop _loop;
    private readonly DownstreamConnection? _client;
    private readonly TlsPeerRequest _transport;
    private readonly List<Http2ClientConnection> _connections = [];
    private readonly LinkedList<Http2ClientStream> _waiting = new();
    private int _connecting;
    private bool _isDraining;

    /// <summary>Makes a pool without connections.</summary>
    /// <param name="cluster">The cluster in this worker.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="loop">The worker's loop.</param>
    /// <param name="client">The one client whose connections these are; null for everybody's.</param>
    /// <param name="transport">What TLS asks for, beyond the configuration.</param>
    public Http2Pool(
        ClusterState cluster,
        EndpointState endpoint,
        EventLoop loop,
        DownstreamConnection? client,
        TlsPeerRequest transport = default)
    {
        _transport = transport;
        _cluster = cluster;
        _endpoint = endpoint;
        _loop = loop;
        _client = client;
    }

    /// <summary>The worker's block of the cluster's statistics.</summary>
    public StatBlock<ClusterStat> Stats => _cluster.Stats;

    /// <summary>The server name that TLS asks for; empty for the configured one.</summary>
    public string ServerName => _transport.ServerName ?? "";

    /// <summary>Why TLS failed when a connection was opened last; empty when it did not.</summary>
    public string TransportFailure { get; private set; } = "";

    /// <summary>How long an endpoint may take to answer a connection, in milliseconds.</summary>
    public int ConnectTimeoutMs => _cluster.Model.ConnectTimeoutMs;

    /// <summary>Finds a place for a stream; waits for one if it must.</summary>
    /// <param name="stream">The stream.</param>
    /// <returns>Whether it has a place; if not, no connection can be opened, or none was in time.</returns>
    public LoopTask<bool> AcquireAsync(Http2ClientStream stream)
    {
        if (_waiting.Count > 0 || FindPlace() is not { } connection)
            return WaitAsync(stream);
        connection.Reserve(stream);
        return new(true);
    }

    /// <summary>A connection may have a place: those that wait are told.</summary>
    /// <param name="connection">The connection.</param>
    public void OnRoom(Http2ClientConnection connection)
    {
        while (_waiting.First is { } first && connection.Available > 0)
        {
            _waiting.RemoveFirst();
            connection.Reserve(first.Value);
            first.Value.Channel.Read.Interrupt(WaitResult.Ready);
        }
    }

    /// <summary>The endpoint has answered a new connection.</summary>
    /// <param name="connection">The connection.</param>
    public void OnConnected(Http2ClientConnection connection)
    {
        _connecting--;
        var waitingCount = _waiting.Count;
        OnRoom(connection);
        // Where one takes no streams, others like it would take none either.
        if (_waiting.Count < waitingCount)
            ConnectIfNeeded();
        if (_isDraining)
            connection.TakeNoMore();
    }

    /// <summary>No connection could be opened, or what answered does not speak HTTP/2.</summary>
    public void OnConnectFailed()
    {
        _connecting--;
        if (_connecting == 0 && _connections.Count == 0)
            FailWaiting();
    }

    /// <summary>A connection takes no more streams.</summary>
    /// <param name="connection">The connection.</param>
    public void Remove(Http2ClientConnection connection)
    {
        if (_connections.Remove(connection) && _connections.Count == 0 && _waiting.Count > 0)
            ConnectIfNeeded();
    }

    /// <summary>Ends the connections that carry nothing.</summary>
    public void CloseIdle()
    {
        foreach (var connection in _connections.ToArray())
        {
            if (!IsAwaited(connection))
                connection.CloseIfIdle();
        }
    }

    /// <summary>
    /// Ends every connection after what it carries. Streams that wait still get one, which ends with them.
    /// </summary>
    public void Drain()
    {
        _isDraining = true;
        foreach (var connection in _connections.ToArray())
        {
            if (!IsAwaited(connection))
                connection.Drain();
        }

        _connections.Clear();
    }

    private bool IsAwaited(Http2ClientConnection connection) => !connection.IsConnected && _waiting.Count > 0;

    private Http2ClientConnection? FindPlace()
    {
        foreach (var connection in _connections)
        {
            if (connection.Available > 0)
                return connection;
        }

        return null;
    }

    private async LoopTask<bool> WaitAsync(Http2ClientStream stream)
    {
        Stats.Increment(ClusterStat.UpstreamRqPendingTotal);
        Stats.Increment(ClusterStat.UpstreamRqPendingActive);
        var node = _waiting.AddLast(stream);
        ConnectIfNeeded();
        var (read, clock) = (stream.Channel.Read, stream.Channel.Clock);
        // Whoever finds a place, or that there is none to be had, takes it off the list first.
        while (node.List is not null)
        {
            var wait = await read.WaitAsync(clock.DeadlineMs);
            if (wait == WaitResult.Closed || (wait == WaitResult.TimedOut && clock.HasPassed))
                break;
        }

        if (node.List is not null)
            _waiting.Remove(node);
        Stats.Decrement(ClusterStat.UpstreamRqPendingActive);
        if (stream.Connection is null)
            Stats.Increment(ClusterStat.UpstreamRqPendingFailureEject);
        return stream.Connection is not null;
    }

    private void ConnectIfNeeded()
    {
        if (_waiting.Count > _connecting * StreamsExpected)
            ConnectAsync().Detach(_loop.ReportFault);
    }

    private async LoopTask ConnectAsync()
    {
        _connecting++;
        var connect = await _cluster.ConnectAsync(_endpoint, _client, _transport);
        TransportFailure = connect.TransportFailure;
        if (connect.Connection is not { } socket)
        {
            OnConnectFailed();
            return;
        }

        Stats.Increment(ClusterStat.UpstreamCxHttp2Total);
        var connection = new Http2ClientConnection(socket, this);
        _connections.Add(connection);
        await connection.RunAsync();
    }

    private void FailWaiting()
    {
        while (_waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            first.Value.Channel.Read.Interrupt(WaitResult.Cancelled);
        }
    }
}
