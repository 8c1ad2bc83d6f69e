using Outrigger.Http;
using Outrigger.Http.Http1;
using Outrigger.Net.Buffers;
using Outrigger.Net.Loops;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Upstream;
using Outrigger.Proxy.Workers;
using Outrigger.Routing.Routes;

namespace Outrigger.Proxy.Http;

/// <summary>
/// One request and its response:
/// <code>
/// 1. receive the head   2. prepare its headers   3. decide by the routing table
/// 4. choose an endpoint and take a connection     5. send the request        (content is pumped meanwhile)
/// 6. receive the response's head                  7. send the response       8. settle both connections
/// </code>
/// Steps 4 to 6 are tried once more when an idle connection turns out to have been closed by its peer. Reused
/// from request to request; in the steady state nothing here allocates.
/// </summary>
internal sealed partial class HttpExchange
{
    /// <summary>How long a client that ended its sending side is still given to take a response.</summary>
    private const int HalfCloseGraceMs = 1_000;

    private readonly Worker _worker;
    private readonly EventLoop _loop;
    private readonly ExchangeClock _clock;
    private readonly BodyPump _requestPump;
    private readonly BodyPump _responsePump;
    private readonly StreamBuffer _toClient;
    private readonly StreamBuffer _toUpstream;
    private Http1RequestParser _requestParser = new(Http1Limits.Default);
    private Http1ResponseParser _responseParser = new(Http1Limits.Default);
    private Http1Limits _requestLimits = Http1Limits.Default;
    private Http1Limits _responseLimits = Http1Limits.Default;
    private Http1ServerConnection _connection = null!;
    private RouteDecision _decision;
    private ClusterState? _cluster;
    private UpstreamConnection? _upstream;
    private LoopTask _requestPumping;
    private PumpEnd? _requestEnd;
    private bool _isUpstreamRequestActive;
    private long _startMs;
    private long _startMicroseconds;
    private long _sentMicroseconds;
    private long _clientHangupMs;

    /// <summary>Makes an exchange for any connection of a worker.</summary>
    /// <param name="worker">The worker.</param>
    public HttpExchange(Worker worker)
    {
        _worker = worker;
        _loop = worker.Loop;
        _clock = new ExchangeClock(_loop);
        _requestPump = new BodyPump(_clock);
        _responsePump = new BodyPump(_clock);
        _toClient = _loop.CreateStreamBuffer();
        _toUpstream = _loop.CreateStreamBuffer();
    }

    /// <summary>The request.</summary>
    public RequestHead Request { get; } = new();

    /// <summary>The response.</summary>
    public ResponseHead Response { get; } = new();

    /// <summary>The client's connection.</summary>
    public DownstreamConnection Client => _connection.Client;

    /// <summary>The endpoint that serves the request; null before one is chosen.</summary>
    public EndpointState? Endpoint { get; private set; }

    /// <summary>The cluster that serves the request; null before it is found.</summary>
    public string? ClusterName => _cluster?.Model.Name;

    /// <summary>The route's name; null when there is no route.</summary>
    public string? RouteName => _decision.Route?.Name;

    /// <summary>How often the request was sent, or is being sent.</summary>
    public int AttemptsCount { get; private set; }

    /// <summary>What went wrong.</summary>
    public ResponseFlags Flags { get; private set; }

    /// <summary>When the request's head had come, in milliseconds since 1970-01-01 UTC.</summary>
    public long StartTimeUnixMs => _loop.UtcNow.ToUnixTimeMilliseconds() - (_loop.NowMs - _startMs);

    private HttpConnectionManagerModel Manager => _connection.Model;

    private StatBlock<HttpStat> Stats => _connection.Stats;

    /// <summary>Serves the next request of a connection.</summary>
    /// <param name="connection">The connection; a first byte of the request is there.</param>
    /// <returns>What becomes of the connection.</returns>
    public async LoopTask<ConnectionFate> ServeAsync(Http1ServerConnection connection)
    {
        Begin(connection);
        var received = await ReceiveHeadAsync();
        if (received == HeadOutcome.Closed)
            return ConnectionFate.Close;
        CountBegin();
        ConnectionFate fate;
        if (received != HeadOutcome.Complete)
            fate = await ReplyAsync(RefusalOf(received));
        else if (!TryDecide(out var reply))
            fate = await ReplyAsync(reply);
        else
            fate = await ForwardAsync();
        CountEnd();
        _toClient.Release();
        _toUpstream.Release();
        return fate;
    }

    /// <summary>
    /// The client ended its sending side, or its connection broke, while we wait for the endpoint.
    /// </summary>
    public void OnClientHangup()
    {
        if (_clientHangupMs >= 0)
            return;
        _clientHangupMs = _loop.NowMs;
        // Whoever waits for the endpoint sets its deadline anew.
        _upstream?.Socket.CancelReadable();
    }

    /// <summary>Ends the exchange without waiting for the endpoint any longer.</summary>
    public void Abort()
    {
        _clientHangupMs = _loop.NowMs - HalfCloseGraceMs;
        _upstream?.Socket.Close();
    }

    /// <summary>Ends what is under way after our own code failed.</summary>
    public void Abandon()
    {
        _upstream?.Close();
        _upstream = null;
        _connection.Client.Socket.Close();
        _toClient.Release();
        _toUpstream.Release();
        if (_cluster is not null)
            EndUpstreamRequest();
    }

    private void Begin(Http1ServerConnection connection)
    {
        _connection = connection;
        _decision = default;
        _cluster = null;
        _upstream = null;
        _requestEnd = null;
        _isUpstreamRequestActive = false;
        _requestPumping = LoopTask.Completed;
        Endpoint = null;
        AttemptsCount = 1;
        Flags = ResponseFlags.None;
        _clientHangupMs = -1;
        _clock.Start(Manager.Timeouts.StreamIdleMs);
        if (Manager.Timeouts.RequestMs > 0)
            _clock.EndDeadlineMs = _loop.NowMs + Manager.Timeouts.RequestMs;
        var limits = Manager.CodecLimits;
        if (!ReferenceEquals(limits, _requestLimits))
        {
            // Listeners rarely differ in their limits, so this is for the first requests only.
            if (limits != _requestLimits)
                _requestParser = new Http1RequestParser(limits);
            _requestLimits = limits;
        }

        _requestParser.Reset();
    }

    private void CountBegin()
    {
        _startMs = _loop.NowMs;
        _startMicroseconds = _loop.NowMicroseconds;
        _connection.RequestsCount++;
        Stats.Increment(HttpStat.DownstreamRqTotal);
        Stats.Increment(HttpStat.DownstreamRqHttp1Total);
        Stats.Increment(HttpStat.DownstreamRqActive);
    }

    private void CountEnd()
    {
        Stats.Decrement(HttpStat.DownstreamRqActive);
        Stats.Increment(HttpStat.DownstreamRqCompleted);
        Stats.CountStatus(Response.Status);
        _connection.CountBytes();
        Stats.Record(HttpStat.DownstreamRqTime, _loop.NowMicroseconds - _startMicroseconds);
    }
}
