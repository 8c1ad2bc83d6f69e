using System.ComponentModel;
using Outrigger.Http;
using Outrigger.Net.Loops;
using Outrigger.Net.Timers;
using Outrigger.Proxy.Authorization;
using Outrigger.Proxy.Http;
using Outrigger.Proxy.Http.Calls;
using Outrigger.Proxy.Http.Filters.Jwt;
using Outrigger.Proxy.Http.Http1;
using Outrigger.Proxy.Http.Http2;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Overload;
using Outrigger.Proxy.PeerMetadata;
using Outrigger.Proxy.Tls;
using Outrigger.Proxy.Upstream;
using Outrigger.Routing;
using Outrigger.Routing.Authorization;

namespace Outrigger.Proxy.Workers;

/// <summary>
/// One thread of the proxy with all that it serves: listeners, connections, pools, buffers, random numbers.
/// Nothing of it is shared with another worker; members are for its own thread unless they say otherwise.
/// </summary>
internal sealed class Worker
{
    private const int HousekeepingIntervalMs = 5_000;

    private readonly WorkerPoolOptions _options;
    private readonly Dictionary<string, ListenerState> _listeners = new(StringComparer.Ordinal);
    private readonly Dictionary<NetworkAddress, ListenerState> _listenersByAddress = [];
    private readonly HashSet<ListenerState> _draining = [];
    private readonly CallbackTimer _housekeeping;
    private readonly CallbackTimer _gracefulDrain;
    private readonly List<TaskCompletionSource> _drainWaiters = [];
    private RandomState _random;
    private JwtWorkerState? _jwt;
    private byte[] _scratch = new byte[4096];

    /// <summary>Makes a worker; <see cref="EventLoop.Run"/> of its loop starts it.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <param name="options">The pool's options.</param>
    public Worker(int index, WorkerPoolOptions options)
    {
        Index = index;
        _options = options;
        var seeds = new RandomState(options.Seed + (ulong)index);
        _random = new RandomState(seeds.NextUInt64());
        Loop = new EventLoop(new EventLoopOptions
        {
            TimeProvider = options.TimeProvider,
            OnFault = options.OnFault,
            OnBuffersGrown = () => options.Overload.MemoryGrown?.Invoke(),
        });
        HandshakeLog = new HandshakeLog(options.Log, Loop);
        AuthorizationLog = new AuthorizationLog(options.Log, Loop);
        Clusters = new ClusterStateTable(Loop, index) { HandshakeLog = HandshakeLog };
        Http1Streams = new FreeList<Http1ServerStream>(() => new Http1ServerStream(this));
        Http2Streams = new FreeList<Http2ServerStream>(() => new Http2ServerStream(this));
        Http2ClientStreams = new FreeList<Http2ClientStream>(() => new Http2ClientStream(this));
        Calls = new FreeList<UpstreamCall>(() => new UpstreamCall(this));
        ResponseHeads = new FreeList<ResponseHead>(static () => new ResponseHead());
        Date = new DateText(Loop);
        ReportFault = options.OnFault;
        _housekeeping = new CallbackTimer(KeepHouse);
        _gracefulDrain = new CallbackTimer(CloseListeners);
    }

    /// <summary>Its number, from 0.</summary>
    public int Index { get; }

    /// <summary>Its event loop.</summary>
    public EventLoop Loop { get; }

    /// <summary>Its clusters with their connections.</summary>
    public ClusterStateTable Clusters { get; }

    /// <summary>Its reusable exchanges of HTTP/1 clients.</summary>
    public FreeList<Http1ServerStream> Http1Streams { get; }

    /// <summary>The destinations whose servers speak first, as it has learnt them.</summary>
    public ServerFirstTable ServerFirstDestinations { get; } = new();

    /// <summary>Its reusable exchanges of HTTP/2 clients.</summary>
    public FreeList<Http2ServerStream> Http2Streams { get; }

    /// <summary>Its reusable streams to HTTP/2 endpoints.</summary>
    public FreeList<Http2ClientStream> Http2ClientStreams { get; }

    /// <summary>The workloads that its requests come from and go to, as they told.</summary>
    public PeerCache Peers { get; } = new();

    /// <summary>Its reusable requests of the proxy's own.</summary>
    public FreeList<UpstreamCall> Calls { get; }

    /// <summary>Its reusable heads of responses.</summary>
    public FreeList<ResponseHead> ResponseHeads { get; }

    /// <summary>The tokens that it has verified.</summary>
    public JwtWorkerState Jwt => _jwt ??= new JwtWorkerState(_random.NextUInt64());

    /// <summary>The present date and time as a header's value.</summary>
    public DateText Date { get; }

    /// <summary>What it serves.</summary>
    public RuntimeConfig Config { get; private set; } = RuntimeConfig.Empty;

    /// <summary>Its random numbers.</summary>
    public ref RandomState Random => ref _random;

    /// <summary>Gets what our own code threw.</summary>
    public Action<Exception> ReportFault { get; }

    /// <summary>Says why handshakes of TLS fail.</summary>
    public HandshakeLog HandshakeLog { get; }

    /// <summary>Room that decisions about authorization are made in.</summary>
    public AuthorizationScratch Authorization { get; } = new();

    /// <summary>Says what was denied, and by which policy.</summary>
    public AuthorizationLog AuthorizationLog { get; }

    /// <summary>What all workers know of overload.</summary>
    public OverloadState Overload => _options.Overload;

    /// <summary>Whether clients are to go elsewhere: connections end with their next response.</summary>
    public bool EndsConnections { get; set; }

    /// <summary>How long connections may go on after the end of their listener, in milliseconds.</summary>
    public int DrainTimeMs => _options.DrainTimeMs;

    /// <summary>Open client connections.</summary>
    public int ConnectionsCount =>
        _listeners.Values.Sum(listener => listener.ConnectionsCount)
        + _draining.Sum(listener => listener.ConnectionsCount);

    /// <summary>About how much the client connections hold, in bytes.</summary>
    public long HeldBytes => _listeners.Values.Sum(listener => listener.HeldBytes)
        + _draining.Sum(listener => listener.HeldBytes);

    /// <summary>
    /// Memory for a value that is formatted now and copied at once; the next caller gets the same.
    /// </summary>
    /// <param name="lengthMin">Bytes wanted.</param>
    public Span<byte> Scratch(int lengthMin)
    {
        if (_scratch.Length < lengthMin)
            _scratch = new byte[Math.Max(lengthMin, _scratch.Length * 2)];
        return _scratch;
    }

    /// <summary>The sockets of a listener, with the real port where 0 was asked for.</summary>
    /// <param name="listenerName">The listener.</param>
    public NetworkAddress[] BoundAddresses(string listenerName) =>
        _listeners.TryGetValue(listenerName, out var listener) ? [.. listener.BoundAddresses] : [];

    /// <summary>
    /// The listener that stands for an original destination: by exact address, else by port on any address.
    /// </summary>
    /// <param name="destination">Where the client was headed.</param>
    public ListenerState? FindListener(NetworkAddress destination)
    {
        if (_listenersByAddress.TryGetValue(destination, out var exact))
            return exact;
        return _listenersByAddress.GetValueOrDefault(WildcardOf(destination));
    }

    /// <summary>
    /// Serves another configuration: opens, updates and drains listeners; touches nothing that stays the
    /// same.
    /// </summary>
    /// <param name="config">The configuration.</param>
    /// <returns>The listeners that could not be opened.</returns>
    public List<ListenFailure> Apply(RuntimeConfig config)
    {
        var failures = new List<ListenFailure>();
        Config = config;
        foreach (var model in config.Listeners)
            Apply(model, failures);
        var names = config.Listeners.Select(model => model.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in _listeners.Keys.Where(name => !names.Contains(name)).ToList())
        {
            _listeners.Remove(name, out var listener);
            BeginDrain(listener!, closesIdle: false);
        }

        IndexAddresses();
        Clusters.Refresh(ref _random);
        if (!_housekeeping.IsScheduled)
            Loop.Schedule(_housekeeping, Loop.NowMs + HousekeepingIntervalMs);
        return failures;
    }

    /// <summary>
    /// Closes all listeners and lets their connections end: idle ones at once, the others after what they do.
    /// </summary>
    /// <param name="completion">Completed when none is left.</param>
    public void Drain(TaskCompletionSource completion)
    {
        _drainWaiters.Add(completion);
        CloseListeners();
        CompleteDrain();
    }

    /// <summary>
    /// Sends clients elsewhere before the listeners close, which is when the drain time is over: connections
    /// are asked to end, and new ones carry one request.
    /// </summary>
    public void DrainGracefully()
    {
        EndsConnections = true;
        foreach (var listener in _listeners.Values)
            listener.DrainConnections();
        if (!_gracefulDrain.IsScheduled)
            Loop.Schedule(_gracefulDrain, Loop.NowMs + DrainTimeMs);
    }

    /// <summary>A draining listener has no connection left.</summary>
    /// <param name="listener">The listener.</param>
    public void OnListenerDrained(ListenerState listener)
    {
        _draining.Remove(listener);
        CompleteDrain();
    }

    private static NetworkAddress WildcardOf(NetworkAddress address) => NetworkAddress.FromIp(
        address.IsIPv6 ? System.Net.IPAddress.IPv6Any : System.Net.IPAddress.Any, address.Port);

    private void Apply(ListenerModel model, List<ListenFailure> failures)
    {
        _listeners.TryGetValue(model.Name, out var existing);
        if (existing is not null && ReferenceEquals(existing.Model, model))
            return;
        if (existing is not null && model.SharesSocketsWith(existing.Model))
        {
            existing.Update(model);
            return;
        }

        try
        {
            // Without SO_REUSEPORT the address must be free before it can be bound again.
            if (existing is not null && !(model.ReusesPort && existing.Model.ReusesPort))
                existing.CloseSockets(acceptsQueued: true);
            _listeners[model.Name] = new ListenerState(this, model);
            if (existing is not null)
                BeginDrain(existing, closesIdle: false);
        }
        catch (Win32Exception fault)
        {
            failures.Add(new ListenFailure(model.Name, Index, fault.Message));
        }
    }

    private void CloseListeners()
    {
        // Those that went before had nobody who waited for their idle connections.
        foreach (var listener in _draining.ToArray())
            listener.Drain(closesIdle: true);
        foreach (var listener in _listeners.Values)
            BeginDrain(listener, closesIdle: true);
        _listeners.Clear();
        _listenersByAddress.Clear();
    }

    private void BeginDrain(ListenerState listener, bool closesIdle)
    {
        _draining.Add(listener);
        listener.Drain(closesIdle);
    }

    private void CompleteDrain()
    {
        if (_draining.Count > 0 || _drainWaiters.Count == 0)
            return;
        foreach (var waiter in _drainWaiters)
            waiter.TrySetResult();
        _drainWaiters.Clear();
    }

    private void IndexAddresses()
    {
        _listenersByAddress.Clear();
        foreach (var listener in _listeners.Values)
        {
            foreach (var address in listener.Model.Addresses)
                _listenersByAddress[address] = listener;
        }
    }

    /// <summary>
    /// Memory is nearly used up: closes what waits for a request, and then the connections that hold most.
    /// </summary>
    /// <param name="bytes">How much is to be freed.</param>
    public void Shed(long bytes)
    {
        // What connections gave back meanwhile is still the process's.
        Loop.ReleaseFreeBuffers();
        Clusters.CloseIdle();
        var shedding = new ConnectionShedding();
        foreach (var listener in _listeners.Values)
            listener.Shed(shedding);
        foreach (var listener in _draining)
            listener.Shed(shedding);
        shedding.AbortHeaviest(bytes);
    }

    private void KeepHouse()
    {
        Clusters.Refresh(ref _random);
        Loop.Schedule(_housekeeping, Loop.NowMs + HousekeepingIntervalMs);
    }
}
