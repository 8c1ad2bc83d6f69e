using System.Text;
using Outrigger.Http;
using Outrigger.Http.Http1;
using Outrigger.Net.Loops;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Http;
using Outrigger.Proxy.Http.Http1;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Upstream;
using Outrigger.Routing;
using Outrigger.Routing.Tunnels;

namespace Outrigger.Proxy.Tcp;

/// <summary>
/// Carries a connection's bytes inside an HTTP request to another proxy:
/// 1. a stream to the endpoint, of the version that the cluster speaks;
/// 2. CONNECT (RFC 9110 section 9.3.6), or POST where the other proxy wants it;
/// 3. an answer of success;
/// 4. the client's bytes as content up, the answer's content as bytes down.
/// </summary>
internal sealed class TcpTunnel : IResponseReceiver
{
    private const int AuthorityBytesMax = 4 * 1024;

    private readonly DownstreamConnection _client;
    private readonly TcpProxyModel _model;
    private readonly StatBlock<TcpStat> _stats;
    private readonly RequestHead _request = new();
    private readonly EventLoop _loop;
    private readonly BodyPump _up;
    private readonly BodyPump _down;
    private ClientStream? _upstream;
    private PumpEnd? _upEnd;

    /// <summary>Prepares a tunnel.</summary>
    /// <param name="client">The client's connection.</param>
    /// <param name="model">How it is proxied; with a tunnel.</param>
    /// <param name="stats">Where bytes are counted.</param>
    public TcpTunnel(DownstreamConnection client, TcpProxyModel model, StatBlock<TcpStat> stats)
    {
        _client = client;
        _model = model;
        _stats = stats;
        _loop = client.Worker.Loop;
        Clock = new ExchangeClock(_loop);
        _up = new BodyPump(_loop, Clock);
        _down = new BodyPump(_loop, Clock);
    }

    /// <inheritdoc/>
    public ExchangeClock Clock { get; }

    /// <inheritdoc/>
    public ResponseHead Response { get; } = new();

    private TunnelRequest Tunnel => _model.Tunnel!;

    /// <summary>
    /// Steps 1 to 3. The endpoint has the time of a connection attempt, and as long again to answer.
    /// </summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>Whether the tunnel is open.</returns>
    public async LoopTask<bool> OpenAsync(ClusterState cluster, EndpointState endpoint)
    {
        Clock.Start(idleTimeoutMs: 0);
        Clock.EndDeadlineMs = _loop.NowMs + (2L * cluster.Model.ConnectTimeoutMs);
        // The request comes first: TLS may ask for its host.
        if (TryPrepare(cluster, endpoint) && await AcquireAsync(cluster, endpoint)
            && await SendHeadAsync() && await ReceiveHeadAsync())
        {
            return true;
        }

        Release(isClean: false);
        return false;
    }

    /// <summary>Step 4. Returns how it ended, when both directions have.</summary>
    public async LoopTask<RelayEnd> RelayAsync()
    {
        var upstream = _upstream!;
        Clock.Start(_model.IdleTimeoutMs);
        if (_model.ConnectionDurationMaxMs > 0)
            Clock.EndDeadlineMs = _loop.NowMs + _model.ConnectionDurationMaxMs;
        var bytes = new Http1BodySource(Clock);
        var untilClose = new Http1BodyDecoder(BodyFraming.UntilClose, 0, Http1Limits.Default);
        bytes.Begin(_client.Socket, _client.Input, untilClose);
        var sink = new Http1BodySink(_loop.CreateStreamBuffer(), Clock);
        sink.Begin(_client.Socket);
        sink.SetFraming(Http1SinkFraming.Tunnel);
        _up.Start(bytes, upstream.Sink, forwardsTrailers: false);
        _down.Start(upstream.Content, sink, forwardsTrailers: false);
        var pumping = PumpUpAsync(upstream);
        var downEnd = await _down.RunAsync();
        // A direction that broke off ends the other; one that ended well leaves it alone.
        if (downEnd != PumpEnd.Complete)
        {
            upstream.Cancel();
            if (_upEnd is null)
                _up.Stop();
        }

        await pumping;
        sink.Output.Release();
        _stats.Add(TcpStat.DownstreamCxRxBytesTotal, _up.PayloadBytes);
        _stats.Add(TcpStat.DownstreamCxTxBytesTotal, _down.PayloadBytes);
        var end = EndOf(downEnd);
        Release(isClean: end == RelayEnd.Finished);
        return end;
    }

    /// <summary>Ends it now, whatever it waits for.</summary>
    public void Abort() => _upstream?.Cancel();

    /// <inheritdoc/>
    public void OnInterimResponse()
    {
        // An interim response says nothing that a connection without HTTP could be told.
    }

    private RelayEnd EndOf(PumpEnd downEnd)
    {
        if (downEnd == PumpEnd.Complete && _upEnd == PumpEnd.Complete)
            return RelayEnd.Finished;
        if (downEnd == PumpEnd.TimedOut || _upEnd == PumpEnd.TimedOut)
            return Clock.IsOver ? RelayEnd.Over : RelayEnd.Idle;
        // A broken stream must not look like a finished one to the client.
        _client.Socket.Abort();
        return RelayEnd.Broken;
    }

    private async LoopTask PumpUpAsync(ClientStream upstream)
    {
        var end = await _up.RunAsync();
        _upEnd = end;
        if (end == PumpEnd.Complete)
            return;
        upstream.Cancel();
        _down.Stop();
    }

    private async LoopTask<bool> AcquireAsync(ClusterState cluster, EndpointState endpoint)
    {
        if (cluster.Model.Http.Version == UpstreamHttpVersion.Http2)
        {
            var stream = _client.Worker.Http2ClientStreams.Rent();
            stream.Begin(this);
            _upstream = stream;
            return await cluster.Http2PoolOf(endpoint, _client, _request).AcquireAsync(stream);
        }

        var transport = endpoint.Tls is { } tls
            ? UpstreamServerName.CreateRequest(cluster.Model.Http, tls, _request, isHttp2: false)
            : default;
        var connect = await cluster.ConnectAsync(endpoint, _client, transport);
        if (connect.Connection is not { } connection)
            return false;
        cluster.Stats.Increment(ClusterStat.UpstreamCxHttp1Total);
        var http1 = new Http1ClientStream(_loop, Clock);
        http1.Begin(connection, cluster.ResponseLimits);
        _upstream = http1;
        return true;
    }

    private bool TryPrepare(ClusterState cluster, EndpointState endpoint)
    {
        _request.Clear();
        var format = new ConnectionFormat(_client, cluster, endpoint);
        var authority = new ByteWriter(stackalloc byte[AuthorityBytesMax]);
        Tunnel.Hostname.Write(ref format, ref authority);
        if (authority.Overflowed || !_request.TrySetAuthority(authority.Written))
            return false;
        if (Tunnel.PostPath is { } path)
        {
            if (!_request.TrySetMethod("POST"u8) || !_request.TrySetPath(Encoding.UTF8.GetBytes(path)))
                return false;
            _request.SetChunked();
        }
        else if (!_request.TrySetMethod("CONNECT"u8))
        {
            return false;
        }

        var headers = new MutableHeaders(_request.Headers, request: null);
        Tunnel.Headers.Apply(ref headers, ref format);
        return true;
    }

    private async LoopTask<bool> SendHeadAsync()
    {
        var upstream = _upstream!;
        var hasContent = Tunnel.PostPath is not null;
        HeadWrite head;
        while ((head = upstream.TryWriteHead(_request, hasContent)) == HeadWrite.Blocked)
        {
            if (await upstream.Sink.WritableAsync(Clock.DeadlineMs) != WaitResult.Ready)
                return false;
        }

        if (head != HeadWrite.Done)
            return false;
        SinkStatus status;
        while ((status = upstream.Sink.Flush(default, isLast: false, out _)) == SinkStatus.Blocked)
        {
            if (await upstream.Sink.WritableAsync(Clock.DeadlineMs) != WaitResult.Ready)
                return false;
        }

        return status == SinkStatus.Done;
    }

    private async LoopTask<bool> ReceiveHeadAsync()
    {
        var upstream = _upstream!;
        while (true)
        {
            var status = upstream.TryReceiveHead(_request, this);
            if (status == HeadStatus.Empty)
            {
                var wait = await upstream.ReadableAsync(Clock.DeadlineMs);
                if (wait == WaitResult.Closed || (wait == WaitResult.TimedOut && Clock.HasPassed))
                    return false;
                continue;
            }

            if (status != HeadStatus.Complete || Response.Status is 101 or >= 300)
                return false;
            if (Response.Status < 200)
                continue;
            if (Tunnel.PostPath is null)
                upstream.BeginTunnel();
            else
                upstream.BeginContent(Response);
            return true;
        }
    }

    private void Release(bool isClean)
    {
        if (!isClean)
            _upstream?.Cancel();
        _upstream?.Release();
        _upstream = null;
    }
}
