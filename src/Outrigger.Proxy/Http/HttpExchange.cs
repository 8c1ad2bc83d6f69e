using Outrigger.Http;
using Outrigger.Net.Loops;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Http.Http1;
using Outrigger.Proxy.Http.Tunnels;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Overload;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Upstream;
using Outrigger.Proxy.Workers;
using Outrigger.Routing.MetadataValues;
using Outrigger.Routing.Routes;

namespace Outrigger.Proxy.Http;

/// <summary>
/// One request and its response, whatever the versions of HTTP on both sides:
/// <code>
/// 1. receive the head   2. prepare its headers   3. decide by the routing table, and let filters decide
/// 4. choose an endpoint and take a stream to it   5. send the request        (content is pumped meanwhile)
/// 6. receive the response's head                  7. send the response       8. settle both sides
/// </code>
/// Steps 4 to 6 are tried again when the endpoint certainly did not act on the request. Reused from
/// request to request; in the steady state nothing here allocates.
/// </summary>
internal sealed partial class HttpExchange : IResponseReceiver
{
    /// <summary>How long a client that ended its sending side is still given to take a response.</summary>
    private const int HalfCloseGraceMs = 1_000;

    /// <summary>How often a request is sent at most that endpoints do not begin to act on.</summary>
    private const int AttemptsMax = 3;

    private readonly Worker _worker;
    private readonly EventLoop _loop;
    private readonly BodyPump _requestPump;
    private readonly BodyPump _responsePump;
    private Http1ClientStream? _http1Client;
    private ServerStream _stream = null!;
    private ServerConnection _connection = null!;
    private DynamicMetadata? _metadata;
    private RouteTableModel? _routes;
    private RouteDecision _decision;
    private ClusterState? _cluster;
    private ClientStream? _upstream;
    private ResponseHead? _response;
    private LoopTask _requestPumping;
    private PumpEnd? _requestEnd;
    private TunnelKind _tunnel;
    private WebSocketTranslation _webSocket;
    private bool _hasBegunContent;
    private bool _isRequestPumping;
    private bool _isUpstreamRequestActive;
    private bool _isCounted;
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
        Clock = new ExchangeClock(_loop);
        _requestPump = new BodyPump(_loop, Clock);
        _responsePump = new BodyPump(_loop, Clock);
    }

    /// <summary>Its time limits.</summary>
    public ExchangeClock Clock { get; }

    /// <summary>The request.</summary>
    public RequestHead Request { get; } = new();

    /// <summary>
    /// The response. Borrowed from when it begins to come: an exchange that waits holds none, and that of the
    /// exchange before is still in the cache.
    /// </summary>
    public ResponseHead Response => _response ??= _worker.ResponseHeads.Rent();

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

    /// <summary>About how much waits on the endpoint's side, in bytes.</summary>
    public long HeldBytes => (_upstream?.HeldBytes ?? 0) + (_kept?.Count ?? 0);

    /// <summary>Why TLS with the endpoint failed; empty when it did not.</summary>
    public string UpstreamTransportFailure { get; private set; } = "";

    /// <summary>What went wrong.</summary>
    public ResponseFlags Flags { get; private set; }

    /// <summary>When the request's head had come, in milliseconds since 1970-01-01 UTC.</summary>
    public long StartTimeUnixMs => _loop.UtcNow.ToUnixTimeMilliseconds() - (_loop.NowMs - _startMs);

    /// <summary>The client's connection as HTTP serves it.</summary>
    public ServerConnection Connection => _connection;

    /// <summary>What routing decided; empty before that.</summary>
    public RouteDecision Decision => _decision;

    /// <summary>What filters learnt of the request.</summary>
    public DynamicMetadata Metadata => _metadata ??= new DynamicMetadata();

    /// <summary>What led to the answer, in Envoy's words (<c>RESPONSE_CODE_DETAILS</c>).</summary>
    public string Details { get; private set; } = "";

    private HttpConnectionManagerModel Manager => _connection.Model;

    private StatBlock<HttpStat> Stats => _connection.Stats;

    /// <summary>Serves the next request of a client; <see cref="Finish"/> is to follow.</summary>
    /// <param name="stream">Where the request comes from and the response goes.</param>
    /// <returns>How the client was left.</returns>
    public LoopTask<StreamEnd> ServeAsync(ServerStream stream)
    {
        Begin(stream);
        var receiving = stream.ReceiveHeadAsync(Request, HeadDeadlineMs());
        // Nearly always the head is there as a whole, and the exchange has no state machine but its answer's.
        return receiving.IsCompleted
            ? AnswerAsync(receiving.GetAwaiter().GetResult())
            : ReceiveAndAnswerAsync(receiving);
    }

    /// <summary>Counts the exchange, after the client was left, and gives back what it had borrowed.</summary>
    public void Finish()
    {
        if (_isCounted)
            CountEnd();
        if (_response is not { } response)
            return;
        _response = null;
        // Whoever borrows it next may ask for a response's headers before there is one.
        response.Clear();
        _worker.ResponseHeads.Return(response);
    }

    /// <summary>
    /// The client ended its sending side, or its connection broke, while we wait for the endpoint.
    /// </summary>
    public void OnClientHangup()
    {
        if (_clientHangupMs >= 0)
            return;
        _clientHangupMs = _loop.NowMs;
        Clock.LimitIdleTimeout(HalfCloseGraceMs);
        // Whoever waits for the endpoint sets its deadline anew.
        _upstream?.CancelReadable();
        _awaited?.CancelIn(HalfCloseGraceMs);
    }

    /// <summary>Ends the exchange without waiting for the endpoint any longer.</summary>
    public void Abort()
    {
        _clientHangupMs = _loop.NowMs - HalfCloseGraceMs;
        _upstream?.Cancel();
        _awaited?.CancelIn(0);
    }

    /// <summary>Ends what is under way after our own code failed.</summary>
    public void Abandon()
    {
        ReleaseUpstream(isClean: false);
        EndUpstreamRequest();
        _response = null;
        ReleaseKept();
    }

    private void Begin(ServerStream stream)
    {
        _stream = stream;
        _connection = stream.Connection;
        _routes = null;
        _decision = default;
        _cluster = null;
        _upstream = null;
        _requestEnd = null;
        _tunnel = TunnelKind.None;
        _hasBegunContent = false;
        _isRequestPumping = false;
        _isUpstreamRequestActive = false;
        _isCounted = false;
        _requestPumping = LoopTask.Completed;
        Endpoint = null;
        AttemptsCount = 1;
        Flags = ResponseFlags.None;
        UpstreamTransportFailure = "";
        Details = "";
        DownstreamPeer = UpstreamPeer = null;
        HasPeerAsked = false;
        _metadata?.Clear();
        _clientHangupMs = -1;
        _grpcDeadlineMs = long.MaxValue;
        Clock.Start(Manager.Timeouts.StreamIdleMs);
        if (Manager.Timeouts.RequestMs > 0)
            Clock.EndDeadlineMs = _loop.NowMs + Manager.Timeouts.RequestMs;
    }

    private async LoopTask<StreamEnd> ReceiveAndAnswerAsync(LoopTask<HeadOutcome> receiving) =>
        await AnswerAsync(await receiving);

    private LoopTask<StreamEnd> AnswerAsync(HeadOutcome received)
    {
        if (received == HeadOutcome.Closed)
            return new LoopTask<StreamEnd>(StreamEnd.Gone);
        CountBegin();
        if (received == HeadOutcome.Complete && _connection.IsAsked(OverloadActions.StopAcceptingRequests))
            received = HeadOutcome.Overloaded;
        return received == HeadOutcome.Complete ? RouteAsync() : ReplyAsync(RefusalOf(received));
    }

    private void CountBegin()
    {
        _isCounted = true;
        _startMs = _loop.NowMs;
        _startMicroseconds = _loop.NowMicroseconds;
        _connection.CountRequest();
    }

    private void CountEnd()
    {
        _isCounted = false;
        if (_response is { } response)
            Stats.CountStatus(response.Status);
        Stats.Record(HttpStat.DownstreamRqTime, _loop.NowMicroseconds - _startMicroseconds);
        _connection.CountResponse();
        EndCall();
        ReleaseKept();
    }
}
