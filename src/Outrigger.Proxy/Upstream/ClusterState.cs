using Outrigger.Http;
using Outrigger.Http.Http1;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Http;
using Outrigger.Proxy.Http.Http2;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.LoadBalancing;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Tls;
using Outrigger.Routing;

namespace Outrigger.Proxy.Upstream;

/// <summary>
/// One cluster in one worker: its load balancer and its endpoints with their connections. It follows the
/// cluster's model and endpoint set: <see cref="Refresh"/> costs two comparisons when neither has changed.
/// </summary>
internal sealed class ClusterState
{
    private readonly EventLoop _loop;
    private readonly int _workerIndex;
    private readonly Dictionary<EndpointSlot, EndpointState> _endpoints = [];
    private readonly Dictionary<NetworkAddress, EndpointState> _originalDestinations = [];
    private EndpointSet? _endpointSet;
    private LoadBalancer? _balancer;
    private ConnectOptions _connectOptions;

    /// <summary>Makes the state of a cluster without connections.</summary>
    /// <param name="model">The cluster.</param>
    /// <param name="loop">The worker's loop.</param>
    /// <param name="workerIndex">The worker's number.</param>
    public ClusterState(ClusterModel model, EventLoop loop, int workerIndex)
    {
        _loop = loop;
        _workerIndex = workerIndex;
        Model = model;
        Stats = model.Stats.ForWorker(workerIndex);
        _connectOptions = CreateConnectOptions(model);
        ResponseLimits = CreateResponseLimits(model);
    }

    /// <summary>The cluster as this worker last saw it.</summary>
    public ClusterModel Model { get; private set; }

    /// <summary>The worker's block of the cluster's statistics.</summary>
    public StatBlock<ClusterStat> Stats { get; private set; }

    /// <summary>Told why handshakes fail; null for nobody.</summary>
    public HandshakeLog? HandshakeLog { get; init; }

    /// <summary>The bounds of a response.</summary>
    public Http1Limits ResponseLimits { get; private set; }

    /// <summary>The cluster's gRPC methods that this worker has seen.</summary>
    public GrpcMethodCache GrpcMethods => field ??= new GrpcMethodCache(Model.Stats, _workerIndex);

    /// <summary>Requests in flight in this worker.</summary>
    public int ActiveRequests { get; set; }

    /// <summary>Connection attempts under way in this worker.</summary>
    public int PendingConnections { get; private set; }

    /// <summary>
    /// Follows the cluster: to be called before an endpoint is chosen, and after every update.
    /// </summary>
    /// <param name="model">The cluster as it is now.</param>
    /// <param name="random">The worker's generator.</param>
    public void Refresh(ClusterModel model, ref RandomState random)
    {
        var endpoints = model.Endpoints;
        if (ReferenceEquals(model, Model) && ReferenceEquals(endpoints, _endpointSet))
            return;
        if (!ReferenceEquals(model, Model))
            Adopt(model);
        _endpointSet = endpoints;
        _balancer = LoadBalancer.Create(model, endpoints, Resolve, ref random);
        RemoveMissing(endpoints);
    }

    /// <summary>Chooses an endpoint by the cluster's policy; null when none may take a request.</summary>
    /// <param name="random">The worker's generator.</param>
    public EndpointState? Choose(ref RandomState random)
    {
        if (_balancer is not { } balancer)
            return null;
        if (balancer.IsInPanic)
            Stats.Increment(ClusterStat.LbHealthyPanic);
        return balancer.Choose(ref random);
    }

    /// <summary>The endpoint of an original-destination cluster at an address; made when first met.</summary>
    /// <param name="address">Where the client was headed.</param>
    public EndpointState ChooseOriginal(NetworkAddress address)
    {
        if (Model.OriginalDestination is { PortOverride: > 0 and var port } && address.Port != port)
            address = address.WithPort(port);
        if (_originalDestinations.TryGetValue(address, out var endpoint))
            return endpoint;
        var slot = new EndpointSlot(address, 0, _workerIndex + 1);
        endpoint = new EndpointState(slot, slot.Stats.ForWorker(_workerIndex));
        endpoint.UseTransport(Model.TlsFor(metadata: null));
        _originalDestinations.Add(address, endpoint);
        return endpoint;
    }

    /// <summary>Opens a connection to an endpoint, with the handshake of TLS where it has one.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="client">For whom, where the endpoint can tell clients apart by it; or null.</param>
    /// <param name="request">What TLS asks for, beyond the configuration.</param>
    /// <returns>The connection, or null with the reason.</returns>
    public async LoopTask<UpstreamConnect> ConnectAsync(
        EndpointState endpoint, DownstreamConnection? client = null, TlsPeerRequest request = default)
    {
        var startMs = _loop.NowMs;
        var deadlineMs = startMs + _connectOptions.TimeoutMs;
        var transportFailure = "";
        PendingConnections++;
        var result = await Connector.ConnectAsync(_loop, endpoint.Slot.Address, OptionsFor(client));
        if (result.Connection is { } opened && Model.ProxyProtocol is { } proxyProtocol
            && !await UpstreamProxyHeader.SendAsync(opened, proxyProtocol, client, deadlineMs))
        {
            opened.Close();
            result = new ConnectResult(null, ConnectFailure.Refused, opened.LastError);
        }

        StreamConnection? socket = result.Connection;
        if (result.Connection is { } plain && endpoint.Tls is { } tls)
        {
            var secured = await UpstreamHandshake.RunAsync(plain, tls, request, deadlineMs, Model, HandshakeLog);
            socket = secured.Connection;
            transportFailure = secured.Failure;
        }

        PendingConnections--;
        if (socket is not null)
        {
            Stats.Record(ClusterStat.UpstreamCxConnectMs, (_loop.NowMs - startMs) * 1000);
            var connection = new UpstreamConnection(this, endpoint, socket)
            {
                IsForOneClient = client is not null && IsForOneClient(client),
            };
            return new UpstreamConnect(connection, ConnectFailure.None);
        }

        Stats.Increment(ClusterStat.UpstreamCxConnectFail);
        endpoint.Stats.Increment(EndpointStat.CxConnectFail);
        if (_loop.NowMs >= deadlineMs || result.Failure == ConnectFailure.TimedOut)
            Stats.Increment(ClusterStat.UpstreamCxConnectTimeout);
        var failure = result.Failure == ConnectFailure.None ? ConnectFailure.Refused : result.Failure;
        return new UpstreamConnect(null, failure, transportFailure);
    }

    /// <summary>A request is on its way to an endpoint: both have one more in flight.</summary>
    /// <param name="endpoint">The endpoint.</param>
    public void BeginRequest(EndpointState endpoint)
    {
        ActiveRequests++;
        endpoint.ActiveRequests++;
        Stats.Increment(ClusterStat.UpstreamRqTotal);
        Stats.Increment(ClusterStat.UpstreamRqActive);
        endpoint.Stats.Increment(EndpointStat.RqTotal);
        endpoint.Stats.Increment(EndpointStat.RqActive);
    }

    /// <summary>A request to an endpoint has ended, well or not.</summary>
    /// <param name="endpoint">The endpoint.</param>
    public void EndRequest(EndpointState endpoint)
    {
        ActiveRequests--;
        endpoint.ActiveRequests--;
        Stats.Decrement(ClusterStat.UpstreamRqActive);
        endpoint.Stats.Decrement(EndpointStat.RqActive);
    }

    /// <summary>
    /// Whether a connection for this client must not serve another: it starts from the client's address, or
    /// begins with a header that names it.
    /// </summary>
    /// <param name="client">The client.</param>
    public bool IsForOneClient(DownstreamConnection client) =>
        client.OriginalSource is not null || Model.ProxyProtocol is not null;

    /// <summary>The HTTP/2 connections to an endpoint that may serve a request.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="client">The client; null for a request of the proxy's own.</param>
    /// <param name="request">The request.</param>
    public Http2Pool Http2PoolOf(EndpointState endpoint, DownstreamConnection? client, RequestHead request)
    {
        var options = Model.Http;
        var isOwn = client is not null && IsForOneClient(client);
        var isNamed = options.AsksForHost && endpoint.Tls is not null;
        var serverName = isNamed ? UpstreamServerName.Of(options, request) : default;
        if (!isOwn && endpoint.FindHttp2(serverName) is { } pool)
            return pool;
        var transport = endpoint.Tls is { } tls
            ? UpstreamServerName.CreateRequest(options, tls, request, isHttp2: true)
            : default;
        pool = new Http2Pool(this, endpoint, _loop, isOwn ? client : null, transport);
        if (!isOwn)
            endpoint.AddHttp2(pool);
        return pool;
    }

    /// <summary>Drops original destinations that nobody uses any more; to be called now and then.</summary>
    public void ForgetUnusedDestinations()
    {
        List<NetworkAddress>? unused = null;
        foreach (var (address, endpoint) in _originalDestinations)
        {
            if (endpoint is { ConnectionsCount: 0, ActiveRequests: 0 })
                (unused ??= []).Add(address);
        }

        foreach (var address in unused ?? [])
            _originalDestinations.Remove(address);
    }

    /// <summary>Closes the connections that wait for use.</summary>
    public void CloseIdle()
    {
        foreach (var endpoint in _endpoints.Values)
            endpoint.CloseIdle();
        foreach (var endpoint in _originalDestinations.Values)
            endpoint.CloseIdle();
    }

    /// <summary>The cluster is gone: idle connections close now, busy ones after their request.</summary>
    public void Remove()
    {
        foreach (var endpoint in _endpoints.Values)
            endpoint.Remove();
        foreach (var endpoint in _originalDestinations.Values)
            endpoint.Remove();
        _endpoints.Clear();
        _originalDestinations.Clear();
        _balancer = null;
        _endpointSet = null;
    }

    private ConnectOptions OptionsFor(DownstreamConnection? client)
    {
        if (client is not { OriginalSource: { } origin, PeerAddress: { UnixPath: null } peer })
            return _connectOptions;
        return _connectOptions with
        {
            Source = origin.BindsPort ? peer : peer.WithPort(0),
            IsTransparent = true,
            Mark = origin.Mark,
        };
    }

    private static ConnectOptions CreateConnectOptions(ClusterModel model) => new()
    {
        TimeoutMs = model.ConnectTimeoutMs,
        Source = model.SourceAddress,
        IsFreeBind = model.BindsFreely,
        KeepAlive = model.TcpKeepalive is { } probes
            ? new KeepAliveOptions(probes.IdleSeconds, probes.IntervalSeconds, probes.ProbesCount)
            : null,
    };

    private static Http1Limits CreateResponseLimits(ClusterModel model) => new()
    {
        HeadBytesMax = Math.Min(model.Http.ResponseHeadersBytesMax, HttpLimits.HeadBytesCap),
        HeaderCountMax = model.Http.ResponseHeadersCountMax,
    };

    private void Adopt(ClusterModel model)
    {
        var needsNewConnections = Model.Kind != model.Kind
            || Model.Http != model.Http
            || Model.Tls != model.Tls
            || Model.TcpKeepalive != model.TcpKeepalive
            || Model.BindsFreely != model.BindsFreely
            || Model.ProxyProtocol != model.ProxyProtocol
            || !Equals(Model.SourceAddress, model.SourceAddress);
        Model = model;
        Stats = model.Stats.ForWorker(_workerIndex);
        _connectOptions = CreateConnectOptions(model);
        ResponseLimits = CreateResponseLimits(model);
        if (needsNewConnections)
            Remove();
    }

    private EndpointState Resolve(EndpointModel endpoint)
    {
        if (!_endpoints.TryGetValue(endpoint.Slot, out var state))
        {
            state = new EndpointState(endpoint.Slot, endpoint.Slot.Stats.ForWorker(_workerIndex));
            _endpoints.Add(endpoint.Slot, state);
        }

        state.UseTransport(Model.TlsFor(endpoint.FilterMetadata));
        state.Weight = endpoint.Weight;
        state.Hostname = endpoint.Hostname;
        return state;
    }

    private void RemoveMissing(EndpointSet endpoints)
    {
        var present = new HashSet<EndpointSlot>();
        foreach (var priority in endpoints.Priorities)
        {
            foreach (var endpoint in priority.Endpoints)
                present.Add(endpoint.Slot);
        }

        List<EndpointSlot>? missing = null;
        foreach (var slot in _endpoints.Keys)
        {
            if (!present.Contains(slot))
                (missing ??= []).Add(slot);
        }

        foreach (var slot in missing ?? [])
        {
            _endpoints.Remove(slot, out var state);
            state!.Remove();
        }
    }
}

/// <summary>The outcome of a connection attempt to an endpoint.</summary>
/// <param name="Connection">The connection, or null.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="TransportFailure">Why the handshake of TLS failed; empty when it was something else.</param>
internal readonly record struct UpstreamConnect(
    UpstreamConnection? Connection, ConnectFailure Failure, string TransportFailure = "");
