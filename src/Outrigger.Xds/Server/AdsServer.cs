using Envoy.Service.Discovery.V3;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Outrigger.Xds.Server.Caching;
using Outrigger.Xds.Server.Sessions;
using Outrigger.Xds.Server.Status;
using Outrigger.Xds.Server.Streams;

namespace Outrigger.Xds.Server;

/// <summary>
/// The aggregated discovery service, state of the world and delta: serves every client the snapshot of its
/// group from a <see cref="ResourceCache"/>. It knows names, versions and the order of types, not what
/// resources mean.
/// </summary>
/// <remarks>
/// Every stream runs by itself and has at most one unanswered push per type; what changes meanwhile is not
/// queued but replaces what would have been sent. A client that does not read or answer delays nobody else.
/// Host it with any gRPC server; one instance serves all streams.
/// </remarks>
public sealed class AdsServer : AggregatedDiscoveryService.AggregatedDiscoveryServiceBase
{
    private readonly StreamContext _context;
    private long _lastClient;

    /// <summary>Creates the service.</summary>
    /// <param name="cache">Where the snapshots are.</param>
    /// <param name="classifier">Decides which group's snapshot a node gets.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="logger">Where connects, disconnects and rejections are logged; null for nowhere.</param>
    public AdsServer(
        ResourceCache cache,
        INodeClassifier classifier,
        AdsServerOptions? options = null,
        TimeProvider? time = null,
        ILogger<AdsServer>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(classifier);
        time ??= TimeProvider.System;
        Clients = new ClientRegistry(time);
        _context = new StreamContext(
            cache, classifier, Clients, options ?? new AdsServerOptions(), time,
            logger ?? NullLogger<AdsServer>.Instance);
    }

    /// <summary>The connected clients, and how each stands.</summary>
    public ClientRegistry Clients { get; }

    /// <inheritdoc/>
    public override Task StreamAggregatedResources(
        IAsyncStreamReader<DiscoveryRequest> requestStream,
        IServerStreamWriter<DiscoveryResponse> responseStream,
        ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ClientId client = NextClient();
        return new ClientStream<DiscoveryRequest, DiscoveryResponse>(
                _context, client, XdsVariant.StateOfTheWorld,
                new SotwSession(_context.Options, client.ToString()))
            .RunAsync(requestStream, responseStream, context);
    }

    /// <inheritdoc/>
    public override Task DeltaAggregatedResources(
        IAsyncStreamReader<DeltaDiscoveryRequest> requestStream,
        IServerStreamWriter<DeltaDiscoveryResponse> responseStream,
        ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ClientId client = NextClient();
        return new ClientStream<DeltaDiscoveryRequest, DeltaDiscoveryResponse>(
                _context, client, XdsVariant.Delta, new DeltaSession(_context.Options, client.ToString()))
            .RunAsync(requestStream, responseStream, context);
    }

    private ClientId NextClient() => new(Interlocked.Increment(ref _lastClient));
}
