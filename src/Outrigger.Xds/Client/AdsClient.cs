using Envoy.Service.Discovery.V3;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Outrigger.Xds.Client.Protocol;

namespace Outrigger.Xds.Client;

/// <summary>
/// An xDS client over one aggregated stream, state of the world or delta. It subscribes, hands what arrives
/// to a consumer, answers with ACK or NACK, and reconnects for ever. It keeps names and versions; what
/// resources mean and their content are the consumer's.
/// </summary>
/// <remarks>
/// Subscriptions may be changed from any thread, before and while <see cref="RunAsync"/> runs. The consumer
/// is called by the one task of <see cref="RunAsync"/>, one call at a time. A lost connection changes nothing
/// for the consumer but its <see cref="ConnectionState"/>: accepted resources stay, and the next stream
/// begins with their versions, so that a server sends only what changed.
/// </remarks>
public sealed class AdsClient
{
    private readonly SubscriptionTable _table;
    private readonly WakeSignal _wake = new();
    private readonly CallInvoker _invoker;
    private readonly IResourceConsumer _consumer;
    private readonly AdsClientOptions _options;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger _logger;
    private readonly long _startedAt;
    private int _state;

    /// <summary>Creates a client; nothing happens before <see cref="RunAsync"/>.</summary>
    /// <param name="invoker">The channel to the server, usually of <see cref="AdsChannel"/>.</param>
    /// <param name="consumer">Takes what arrives.</param>
    /// <param name="options">Settings.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="random">Spreads reconnections; null for a generator of its own.</param>
    /// <param name="logger">Where connects, disconnects and rejections are logged; null for nowhere.</param>
    public AdsClient(
        CallInvoker invoker,
        IResourceConsumer consumer,
        AdsClientOptions options,
        TimeProvider? time = null,
        Random? random = null,
        ILogger<AdsClient>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentNullException.ThrowIfNull(consumer);
        ArgumentNullException.ThrowIfNull(options);
        _invoker = invoker;
        _consumer = consumer;
        _options = options;
        _time = time ?? TimeProvider.System;
        _random = random ?? new Random();
        _logger = logger ?? NullLogger<AdsClient>.Instance;
        _table = new SubscriptionTable(options);
        _startedAt = _time.GetTimestamp();
    }

    /// <summary>Whether the server has answered on the current stream. May be read from any thread.</summary>
    public ConnectionState State => (ConnectionState)Volatile.Read(ref _state);

    private TimeSpan Now => _time.GetElapsedTime(_startedAt);

    /// <summary>Subscribes to all resources of a type (a wildcard).</summary>
    /// <param name="type">The type.</param>
    public void SubscribeAll(TypeUrl type)
    {
        _table.SubscribeAll(type, Now);
        _wake.Wake();
    }

    /// <summary>Subscribes to resources by name, in addition to those subscribed to already.</summary>
    /// <param name="type">Their type.</param>
    /// <param name="names">Their names; names subscribed to already change nothing.</param>
    public void Subscribe(TypeUrl type, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        _table.Subscribe(type, names, Now);
        _wake.Wake();
    }

    /// <summary>
    /// Ends subscriptions by name. The consumer forgets the resources itself: no removal is reported for
    /// them. A name subscribed to again later arrives anew.
    /// </summary>
    /// <param name="type">Their type.</param>
    /// <param name="names">Their names; others change nothing.</param>
    public void Unsubscribe(TypeUrl type, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        _table.Unsubscribe(type, names);
        _wake.Wake();
    }

    /// <summary>Makes the names subscribed to exactly the given ones, in one step.</summary>
    /// <param name="type">Their type.</param>
    /// <param name="names">All wanted names.</param>
    public void SetNames(TypeUrl type, IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        _table.SetNames(type, names, Now);
        _wake.Wake();
    }

    /// <summary>
    /// Holds subscription changes of some types back until disposed, so that one request carries all of them.
    /// Not needed inside a consumer's call. Pauses may overlap.
    /// </summary>
    /// <param name="types">The types.</param>
    public IDisposable Pause(params IReadOnlyList<TypeUrl> types)
    {
        _table.Pause(types, +1);
        return new PauseRegistration(this, types);
    }

    /// <summary>Runs the client until it is cancelled. It never gives up by itself.</summary>
    /// <param name="cancellation">Stops the client.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task RunAsync(CancellationToken cancellation)
    {
        var context = new ClientContext(
            _table, _wake, _invoker, _consumer, _options, _time, _random, _logger, _startedAt, SetState);
        return _options.Variant == XdsVariant.Delta
            ? new ClientLoop<DeltaDiscoveryRequest, DeltaDiscoveryResponse>(context, new DeltaVariant())
                .RunAsync(cancellation)
            : new ClientLoop<DiscoveryRequest, DiscoveryResponse>(context, new SotwVariant())
                .RunAsync(cancellation);
    }

    private void SetState(ConnectionState state) => Volatile.Write(ref _state, (int)state);

    private sealed class PauseRegistration(AdsClient client, IReadOnlyList<TypeUrl> types) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) != 0)
                return;
            client._table.Pause(types, -1);
            client._wake.Wake();
        }
    }
}
