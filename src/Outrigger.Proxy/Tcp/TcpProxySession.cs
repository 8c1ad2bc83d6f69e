using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.PeerMetadata;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Upstream;
using Outrigger.Proxy.Workers;

namespace Outrigger.Proxy.Tcp;

/// <summary>
/// Serves one client connection by copying bytes to and from an endpoint: choose a cluster by weight, an
/// endpoint by the cluster's policy, connect (more than once if the model says so), copy. Through another
/// proxy, the bytes travel inside a request (<see cref="TcpTunnel"/>).
/// </summary>
internal sealed class TcpProxySession : IDownstreamSession, IFirstSpeakerObserver
{
    /// <summary>What a relay in each direction holds while bytes move.</summary>
    private const int RelayBytes = 2 * 16 * 1024;

    private readonly DownstreamConnection _client;
    private readonly TcpProxyModel _model;
    private readonly StatBlock<TcpStat> _stats;
    private readonly Worker _worker;
    private UpstreamConnection? _upstream;
    private TcpTunnel? _tunnel;
    private PeerExchange? _clientExchange;
    private PeerExchange? _upstreamExchange;

    /// <summary>Prepares the session of a connection.</summary>
    /// <param name="client">The client's connection.</param>
    /// <param name="model">Where it goes.</param>
    public TcpProxySession(DownstreamConnection client, TcpProxyModel model)
    {
        _client = client;
        _model = model;
        _worker = client.Worker;
        client.Session = this;
        _stats = model.Stats.ForWorker(_worker.Index);
    }

    /// <inheritdoc/>
    public long HeldBytes => _upstream is null && _tunnel is null ? 0 : RelayBytes;

    /// <summary>The client's workload, as it told; null when it is not known.</summary>
    public WorkloadMetadata? DownstreamPeer => _clientExchange?.Peer;

    /// <summary>The endpoint's workload, as it told; null when it is not known.</summary>
    public WorkloadMetadata? UpstreamPeer => _upstreamExchange?.Peer;

    /// <summary>Serves until the end of both directions. The caller closes the client's connection.</summary>
    public async LoopTask RunAsync()
    {
        _stats.Increment(TcpStat.DownstreamCxTotal);
        if (ChooseCluster() is not { } slot
            || _worker.Clusters.Find(slot, ref _worker.Random) is not { } cluster)
        {
            _stats.Increment(TcpStat.DownstreamCxNoRoute);
            return;
        }

        for (var attempt = 1; attempt <= _model.ConnectAttemptsMax && !_client.Socket.IsClosed; attempt++)
        {
            if (Choose(cluster) is not { } endpoint)
            {
                cluster.Stats.Increment(ClusterStat.UpstreamCxNoneHealthy);
                return;
            }

            if (HasReachedLimit(cluster))
            {
                cluster.Stats.Increment(ClusterStat.UpstreamCxOverflow);
                return;
            }

            if (_model.Tunnel is null ? await ServeAsync(cluster, endpoint) : await TunnelAsync(cluster, endpoint))
                return;
        }

        cluster.Stats.Increment(ClusterStat.UpstreamCxConnectAttemptsExceeded);
    }

    /// <inheritdoc/>
    public void BeginDrain(bool closesIdle)
    {
        // Nothing can be said to the peers; the drain time ends what has not ended by itself.
    }

    /// <inheritdoc/>
    public void Abort()
    {
        _upstream?.Socket.Close();
        _tunnel?.Abort();
    }

    /// <inheritdoc/>
    public void OnFirstBytes(bool isClient)
    {
        if (_client.Destination is not { } destination)
            return;
        var stats = _client.Listener.Stats;
        var table = _worker.ServerFirstDestinations;
        if (isClient && table.NoteClientFirst(destination))
            stats.Increment(ListenerStat.DownstreamServerFirstForgotten);
        else if (!isClient && table.NoteServerFirst(destination, _worker.Loop.NowMs))
            stats.Increment(ListenerStat.DownstreamServerFirstLearned);
    }

    private EndpointState? Choose(ClusterState cluster)
    {
        if (cluster.Model.Kind != ClusterKind.OriginalDestination)
            return cluster.Choose(ref _worker.Random);
        return _client.OriginalDestination is { } address ? cluster.ChooseOriginal(address) : null;
    }

    /// <summary>
    /// Whether the cluster has as many connections as its circuit breaker allows; each worker counts its own.
    /// </summary>
    private static bool HasReachedLimit(ClusterState cluster) =>
        cluster.Stats.Read(ClusterStat.UpstreamCxActive) + cluster.PendingConnections
            >= cluster.Model.DefaultLimits.ConnectionsMax;

    private ClusterSlot? ChooseCluster()
    {
        if (_client.Chain is { NamesClusterByServerName: true } && _client.RequestedServerName is [_, ..] name)
        {
            return _worker.Config.ClustersByName.TryGetValue(name, out var named) ? named.Slot : null;
        }

        var clusters = _model.Clusters;
        if (clusters.Length == 1)
            return clusters[0].Cluster;
        var point = _worker.Random.NextUInt64() % _model.WeightsTotal;
        var index = 0;
        while (point >= clusters[index].Weight)
        {
            point -= clusters[index].Weight;
            index++;
        }

        return clusters[index].Cluster;
    }

    /// <summary>Copies bytes to and from an endpoint; false when it cannot be connected to.</summary>
    private async LoopTask<bool> ServeAsync(ClusterState cluster, EndpointState endpoint)
    {
        var connect = await cluster.ConnectAsync(endpoint, _client);
        if (connect.Connection is not { } connection)
            return false;
        _upstream = connection;
        endpoint.ActiveRequests++;
        try
        {
            if (await TellAsync(cluster, connection))
                Count(await RelayAsync(connection));
        }
        finally
        {
            endpoint.ActiveRequests--;
            connection.Close();
        }

        return true;
    }

    /// <summary>
    /// Carries bytes to and from an endpoint inside a request; false when it does not accept it.
    /// </summary>
    private async LoopTask<bool> TunnelAsync(ClusterState cluster, EndpointState endpoint)
    {
        var tunnel = _tunnel = new TcpTunnel(_client, _model, _stats);
        endpoint.ActiveRequests++;
        try
        {
            if (!await tunnel.OpenAsync(cluster, endpoint))
                return false;
            Count(await tunnel.RelayAsync());
            return true;
        }
        finally
        {
            endpoint.ActiveRequests--;
        }
    }

    private void Count(RelayEnd end)
    {
        if (end == RelayEnd.Idle)
            _stats.Increment(TcpStat.IdleTimeout);
        else if (end == RelayEnd.Over)
            _stats.Increment(TcpStat.MaxDownstreamConnectionDuration);
    }

    /// <summary>
    /// Tells both peers who we are, where they know how; what they tell is taken off the front of what they send.
    /// </summary>
    private async LoopTask<bool> TellAsync(ClusterState cluster, UpstreamConnection connection)
    {
        var deadlineMs = _worker.Loop.NowMs + cluster.Model.ConnectTimeoutMs;
        if (_client.Chain?.PeerExchange is { } inbound && inbound.IsFor(_client.NegotiatedProtocol))
            _clientExchange = new PeerExchange(inbound, _client.Socket, _client.Input);
        if (cluster.Model.PeerExchange is { } outbound && outbound.IsFor(connection.NegotiatedProtocol))
            _upstreamExchange = new PeerExchange(outbound, connection.Socket, connection.Input);
        return (_clientExchange is null || await _clientExchange.TellAsync(deadlineMs))
            && (_upstreamExchange is null || await _upstreamExchange.TellAsync(deadlineMs));
    }

    private LoopTask<RelayEnd> RelayAsync(UpstreamConnection connection)
    {
        var pair = new RelayPair(
            _client.Socket,
            _client.Input,
            connection.Socket,
            connection.Input,
            new RelayOptions
            {
                IdleTimeoutMs = _model.IdleTimeoutMs,
                DurationMaxMs = _model.ConnectionDurationMaxMs,
                BufferBytesMax = _client.Listener.Model.ConnectionBufferLimitBytes,
                FirstSpeaker = _client.IsFirstSpeakerAwaited ? this : null,
                Stats = _stats,
            })
        {
            ClientExchange = _clientExchange,
            UpstreamExchange = _upstreamExchange,
        };
        return pair.RunAsync();
    }
}
