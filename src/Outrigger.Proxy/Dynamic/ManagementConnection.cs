using Envoy.Config.Core.V3;
using Microsoft.Extensions.Logging;
using Outrigger.Proxy.Bootstrap;
using Outrigger.Proxy.Logging;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Tls;
using Outrigger.Proxy.Workers;
using Outrigger.Xds.Client;
using Outrigger.Xds;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// The proxy's stream to its management server: hands updates to the manager and the manager's wishes to the
/// client.
/// </summary>
internal sealed class ManagementConnection : IDiscovery, IResourceConsumer, IAsyncDisposable
{
    private readonly ConfigurationManager _manager;
    private readonly AdsClient _client;
    private readonly CancellationTokenSource _ended = new();
    private readonly SharedStat _connected;
    private readonly SharedStat _failures;
    private Task _running = Task.CompletedTask;

    /// <summary>Makes the connection; <see cref="Run"/> opens it.</summary>
    /// <param name="server">The management server.</param>
    /// <param name="node">Who this proxy is.</param>
    /// <param name="manager">Takes the updates.</param>
    /// <param name="context">The surroundings.</param>
    /// <param name="known">What the manager has accepted already.</param>
    public ManagementConnection(
        ManagementServer server,
        Node node,
        ConfigurationManager manager,
        ManagerContext context,
        IReadOnlyDictionary<TypeUrl, KnownResources> known)
    {
        _manager = manager;
        _connected = context.Stats.Gauge("control_plane.connected_state");
        _failures = context.Stats.Counter("control_plane.connect_failure");
        var options = new AdsClientOptions
        {
            Node = node,
            Variant = server.Variant,
            Known = known,
            // The manager waits by itself: how long depends on each resource.
            InitialFetchTimeout = TimeSpan.Zero,
        };
        UpstreamTlsModel? tls = server.Cluster is { } cluster
            ? manager.CompileControlTls(cluster, showsCertificate: true)
            : null;
        NeedsIdentity = tls?.AwaitedSecrets.Any(
            secret => secret.Reference.Source == SecretSource.WorkloadIdentity) ?? false;
        var invoker = new RotatingCallInvoker(server.Targets, tls);
        _client = new AdsClient(
            invoker, this, options, context.Time, random: null,
            new EventLogger<AdsClient>(context.Log, "xds"));
    }

    /// <summary>Whether the server is shown the workload's certificate, without which there is no connection.</summary>
    public bool NeedsIdentity { get; }

    /// <summary>Opens the stream, and opens it again for ever, until disposed.</summary>
    /// <param name="begin">What must have ended before: the wait for a certificate to show.</param>
    public void Run(Task begin) => _running = Task.Run(async () =>
    {
        await begin.WaitAsync(_ended.Token);
        await _client.RunAsync(_ended.Token);
    });

    /// <inheritdoc/>
    public void SubscribeAll(TypeUrl type) => _client.SubscribeAll(type);

    /// <inheritdoc/>
    public void SetNames(TypeUrl type, IReadOnlyCollection<string> names) => _client.SetNames(type, names);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ResourceRejection>> OnUpdateAsync(
        ResourceUpdate update, CancellationToken cancellation)
    {
        IReadOnlyList<ResourceRejection> rejections = _manager.Take(update);
        if (update.Type != TypeUrl.Listener)
        {
            return rejections;
        }

        // Whether an address is free shows only when it is bound; the server is to learn of it as of any
        // other mistake.
        IReadOnlyList<ListenFailure> failures = await _manager.LastApply.WaitAsync(cancellation);
        IEnumerable<ResourceRejection> unopened = failures
            .Where(failure => update.Resources.Any(resource => resource.Name == failure.ListenerName))
            .DistinctBy(failure => failure.ListenerName)
            .Select(failure => new ResourceRejection(failure.ListenerName, "address", failure.Message));
        return [.. rejections, .. unopened];
    }

    /// <inheritdoc/>
    public ValueTask OnConnectionChangeAsync(ConnectionChange change, CancellationToken cancellation)
    {
        bool isConnected = change.State == ConnectionState.Connected;
        _connected.Set(isConnected ? 1 : 0);
        if (!isConnected)
        {
            _failures.Add();
            _manager.NoteConnectionLost();
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // That is how the client ends.
            _connected.Set(0);
        }

        _ended.Dispose();
    }
}
