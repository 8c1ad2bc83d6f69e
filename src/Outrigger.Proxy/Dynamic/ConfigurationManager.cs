using System.Collections.Frozen;
using System.Collections.Immutable;
using Envoy.Config.Core.V3;
using Envoy.Extensions.TransportSockets.Tls.V3;
using Google.Protobuf;
using Outrigger.Proxy.Authorization;
using Outrigger.Proxy.Bootstrap;
using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Configuration.Tls;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.PeerMetadata;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Tls;
using Outrigger.Proxy.Workers;
using Outrigger.Xds.Client;
using Outrigger.Xds;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// The control side of the proxy: takes the bootstrap's resources and the management server's updates, warms
/// clusters and listeners, and gives the workers one snapshot after the other. It knows no sockets: the
/// server is behind
/// <see cref="IDiscovery"/>, the workers behind <see cref="IDataPath"/>. Safe for any thread.
/// </summary>
/// <remarks>
/// The order of a start, as in Envoy: static clusters and their look-ups, discovered clusters with their
/// endpoints, then listeners with their routing tables. What was accepted stays in force for ever, whatever
/// becomes of the server.
/// </remarks>
internal sealed class ConfigurationManager
{
    private readonly ManagerContext _context;
    private readonly IDataPath _dataPath;
    private readonly BootstrapConfig _bootstrap;
    private readonly CompileEnvironment _environment;
    private IReadOnlySet<string> _endpointNames = FrozenSet<string>.Empty;
    private IReadOnlySet<string> _routeNames = FrozenSet<string>.Empty;
    private IReadOnlySet<string> _secretNames = FrozenSet<string>.Empty;
    private readonly TaskCompletionSource _live = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IDiscovery? _discovery;
    private (long Clusters, long Listeners) _published = (-1, -1);
    private bool _hasClusters;
    private bool _hasListeners;
    private ITimer? _clustersTimer;
    private ITimer? _listenersTimer;

    /// <summary>Makes the manager; <see cref="LoadStatic"/> and <see cref="Start"/> set it going.</summary>
    public ConfigurationManager(
        ManagerContext context, IDataPath dataPath, BootstrapConfig bootstrap, ClusterSlotTable clusterSlots)
    {
        _context = context;
        _dataPath = dataPath;
        _bootstrap = bootstrap;
        Routes = new RouteManager(context);
        _environment = new CompileEnvironment(
            context.Stats, clusterSlots, Routes.HolderOf, IsKnownCluster)
        {
            Tls = new TlsContextKeeper(context.Time, context.Log),
            Workload = new LocalWorkload(bootstrap.Node),
        };
        _environment.Tls.Secrets.HasWorkloadIdentity = bootstrap.WorkloadIdentity is not null;
        Secrets = new SecretManager(context, _environment.Tls);
        Endpoints = new EndpointManager(context);
        Clusters = new ClusterManager(context, _environment, Endpoints, Secrets.Wait);
        Listeners = new ListenerManager(context, _environment, Routes, Secrets.Wait);
        context.Gate.SettleWith(Settle);
    }

    /// <summary>The clusters; to be read inside the control gate.</summary>
    public ClusterManager Clusters { get; }

    /// <summary>The load assignments; to be read inside the control gate.</summary>
    public EndpointManager Endpoints { get; }

    /// <summary>The listeners; to be read inside the control gate.</summary>
    public ListenerManager Listeners { get; }

    /// <summary>The routing tables; to be read inside the control gate.</summary>
    public RouteManager Routes { get; }

    /// <summary>The secrets; to be read inside the control gate.</summary>
    public SecretManager Secrets { get; }

    /// <summary>The contexts of TLS.</summary>
    public TlsContextKeeper TlsContexts => _environment.Tls;

    /// <summary>How far the program has started.</summary>
    public StartStage Stage { get; private set; } = StartStage.Clusters;

    /// <summary>What the workers serve now, or are about to.</summary>
    public RuntimeConfig Current { get; private set; } = RuntimeConfig.Empty;

    /// <summary>
    /// Ends when the workers serve <see cref="Current"/>; with the listeners that could not be opened.
    /// </summary>
    public Task<IReadOnlyList<ListenFailure>> LastApply { get; private set; } =
        Task.FromResult<IReadOnlyList<ListenFailure>>([]);

    /// <summary>
    /// The version of <see cref="Current"/> with which the start was complete; null before.
    /// </summary>
    public long? LiveVersion { get; private set; }

    /// <summary>Ends when the start is complete; the workers may be a moment behind.</summary>
    public Task Live => _live.Task;

    /// <summary>Raised inside the control gate after an update of the management server was taken.</summary>
    public event Action? UpdateTaken;

    /// <summary>
    /// Compiles the bootstrap's clusters and listeners. With errors in the report the program is not to
    /// start.
    /// </summary>
    public void LoadStatic(CompileReport report) => _context.Gate.Run(() =>
    {
        foreach ((Secret secret, FieldPath path) in _bootstrap.Secrets)
        {
            Secrets.AddStatic(secret, path, report);
        }

        // A report of its own for each, so that one mistake does not hide those of the next.
        foreach ((Envoy.Config.Cluster.V3.Cluster cluster, FieldPath path) in _bootstrap.Clusters)
        {
            var own = new CompileReport();
            bool isForControlOnly = _bootstrap.ControlClusters.Contains(cluster.Name);
            Clusters.AddStatic(cluster, Static(cluster.Name, cluster), isForControlOnly, path, own);
            report.Add(own);
        }

        foreach ((Envoy.Config.Listener.V3.Listener listener, FieldPath path) in _bootstrap.Listeners)
        {
            var own = new CompileReport();
            Listeners.AddStatic(listener, Static(listener.Name, listener), path, own);
            report.Add(own);
        }
    });

    /// <summary>TLS towards one of the proxy's own servers, by the static cluster that it is configured as.</summary>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="showsCertificate">
    /// Whether the client certificate of the configuration is shown; left out otherwise, for a caller that
    /// proves itself in another way.
    /// </param>
    /// <returns>Null when the cluster is configured without TLS, or there is no such cluster.</returns>
    public UpstreamTlsModel? CompileControlTls(string cluster, bool showsCertificate)
    {
        TransportSocket? socket =
            _bootstrap.Clusters.FirstOrDefault(each => each.Cluster.Name == cluster).Cluster?.TransportSocket;
        if (ExtensionType.NameOf(socket?.TypedConfig) != MessageNames.UpstreamTlsContext)
        {
            return null;
        }

        UpstreamTlsContext context = UpstreamTlsContext.Parser.ParseFrom(socket!.TypedConfig.Value);
        if (!showsCertificate)
        {
            context.CommonTlsContext?.TlsCertificates.Clear();
            context.CommonTlsContext?.TlsCertificateSdsSecretConfigs.Clear();
        }

        // Mistakes are reported with the cluster; what has some does not start.
        FieldPath path = FieldPath.Root.Entry("clusters", cluster).Field("transport_socket");
        return _context.Gate.Read(() => new TlsSocketCompiler(_environment, new CompileReport())
            .CompileUpstream(context, path, addsRoots: true));
    }

    /// <summary>Begins to discover and to serve. To be called once, after <see cref="LoadStatic"/>.</summary>
    public void Start(IDiscovery discovery) => _context.Gate.Run(() =>
    {
        _discovery = discovery;
        if (_bootstrap.ClustersFetchTimeoutMs is { } timeoutMs)
        {
            discovery.SubscribeAll(TypeUrl.Cluster);
            _clustersTimer = _hasClusters || timeoutMs == 0
                ? null
                : _context.StartTimer(
                    timeoutMs, () => EndWait(ref _hasClusters, Clusters.CountFetchTimeout, "clusters"));
        }
    });

    /// <summary>Takes an update from the management server, or from the state that was saved.</summary>
    /// <returns>What was rejected; the rest is in force.</returns>
    public IReadOnlyList<ResourceRejection> Take(ResourceUpdate update)
    {
        IReadOnlyList<ResourceRejection> rejections = [];
        _context.Gate.Run(() =>
        {
            rejections = TakeByType(update);
            UpdateTaken?.Invoke();
        });
        return rejections;
    }

    /// <summary>Takes a secret of the workload's identity.</summary>
    /// <returns>Why contexts could not be made of it; empty when all are.</returns>
    public IReadOnlyList<string> TakeOwnSecret(Secret secret)
    {
        IReadOnlyList<string> faults = [];
        _context.Gate.Run(() => faults = Secrets.TakeOwn(secret));
        return faults;
    }

    /// <summary>
    /// Notes that the connection to the management server was lost. Everything stays in force.
    /// </summary>
    public void NoteConnectionLost() => _context.Gate.Run(() =>
    {
        Clusters.CountFailure();
        Listeners.CountFailure();
    });

    // A static cluster with a mistake of its own is no second mistake of the routes that name it.
    private bool IsKnownCluster(string name) =>
        Clusters.IsKnown(name) || _bootstrap.Clusters.Any(each => each.Cluster.Name == name);

    private IReadOnlyList<ResourceRejection> TakeByType(ResourceUpdate update)
    {
        if (update.Type == TypeUrl.Cluster)
        {
            _hasClusters = true;
            return Clusters.Take(update);
        }

        if (update.Type == TypeUrl.Listener)
        {
            _hasListeners = true;
            return Listeners.Take(update);
        }

        if (update.Type == TypeUrl.Secret)
        {
            return Secrets.Take(update);
        }

        return update.Type == TypeUrl.RouteConfiguration
            ? Routes.Take(update, _environment)
            : Endpoints.Take(update, Clusters);
    }

    /// <summary>
    /// Draws the consequences of a change: who is ready, what is asked for, what the workers serve.
    /// </summary>
    private void Settle()
    {
        if (_discovery is null)
        {
            return;
        }

        AskForSecrets(_discovery);
        AskForEndpoints(_discovery);
        Clusters.ActivateReady();
        LeaveClustersStage(_discovery);
        if (Stage != StartStage.Clusters)
        {
            AskForRoutes(_discovery);
            Listeners.ActivateReady();
            // A listener that serves now may have replaced one that named other tables.
            AskForRoutes(_discovery);
            LeaveListenersStage();
            Publish();
            if (LiveVersion is null && Stage == StartStage.Live)
            {
                LiveVersion = Current.Version;
                _live.SetResult();
            }
        }

        if (_context.HaveEndpointsChanged)
        {
            _context.HaveEndpointsChanged = false;
            _dataPath.RefreshEndpoints();
        }

        Clusters.UpdateGauges();
        Listeners.UpdateGauges();
    }

    private void LeaveClustersStage(IDiscovery discovery)
    {
        bool isWaiting = (_bootstrap.ClustersFetchTimeoutMs is not null && !_hasClusters)
            || Clusters.IsWarming;
        if (Stage != StartStage.Clusters || isWaiting)
        {
            return;
        }

        Stage = StartStage.Listeners;
        _clustersTimer?.Dispose();
        _context.Log.Info("config", "all clusters are ready");
        if (_bootstrap.ListenersFetchTimeoutMs is { } timeoutMs)
        {
            discovery.SubscribeAll(TypeUrl.Listener);
            _listenersTimer = _hasListeners || timeoutMs == 0
                ? null
                : _context.StartTimer(
                    timeoutMs, () => EndWait(ref _hasListeners, Listeners.CountFetchTimeout, "listeners"));
        }
    }

    private void LeaveListenersStage()
    {
        bool isWaiting = (_bootstrap.ListenersFetchTimeoutMs is not null && !_hasListeners)
            || Listeners.IsWarming;
        if (Stage == StartStage.Listeners && !isWaiting)
        {
            Stage = StartStage.Live;
            _listenersTimer?.Dispose();
            _context.Log.Info("config", "all listeners are ready");
        }
    }

    private void EndWait(ref bool hasAnswer, Action count, string what)
    {
        if (!hasAnswer)
        {
            hasAnswer = true;
            count();
            _context.Log.Warning("xds", "no answer in time, going on without", ("missing", what));
        }
    }

    private void AskForEndpoints(IDiscovery discovery)
    {
        IReadOnlySet<string> wanted = Clusters.EndpointNames;
        if (!ReferenceEquals(wanted, _endpointNames) && !wanted.SetEquals(_endpointNames))
        {
            _endpointNames = wanted;
            Endpoints.Retain(wanted);
            discovery.SetNames(TypeUrl.ClusterLoadAssignment, [.. wanted]);
        }
    }

    private void AskForSecrets(IDiscovery discovery)
    {
        IReadOnlySet<string> wanted = Secrets.WantedNames;
        if (!wanted.SetEquals(_secretNames))
        {
            _secretNames = wanted;
            discovery.SetNames(TypeUrl.Secret, [.. wanted]);
        }
    }

    private void AskForRoutes(IDiscovery discovery)
    {
        IReadOnlySet<string> wanted = Listeners.RouteNames;
        Routes.Retain(wanted);
        if (!wanted.SetEquals(_routeNames))
        {
            _routeNames = wanted;
            discovery.SetNames(TypeUrl.RouteConfiguration, [.. wanted]);
        }
    }

    private void Publish()
    {
        (long, long) changes = (Clusters.ChangesCount, Listeners.ChangesCount);
        if (changes == _published)
        {
            return;
        }

        _published = changes;
        ImmutableArray<ClusterModel> clusters = [.. Clusters.Serving];
        Current = new RuntimeConfig
        {
            Version = Current.Version + 1,
            Listeners = [.. Listeners.Serving],
            Clusters = clusters,
            ClustersByName = clusters.ToFrozenDictionary(cluster => cluster.Name, StringComparer.Ordinal),
        };
        LastApply = ApplyAsync(Current);
        _context.Stats.Retain(ScopesInUse());
    }

    private async Task<IReadOnlyList<ListenFailure>> ApplyAsync(RuntimeConfig config)
    {
        IReadOnlyList<ListenFailure> failures = await _dataPath.ApplyAsync(config);
        if (failures.Count > 0)
        {
            _context.Gate.Run(() => Listeners.NoteFailures(failures));
        }

        return failures;
    }

    private StatScopeNames ScopesInUse()
    {
        ListenerModel[] listeners =
            [.. Listeners.Entries.SelectMany(entry => entry.Instances).Select(instance => instance.Model)];
        FilterChainModel[] chains = [.. listeners
            .SelectMany(listener => listener.FilterChains.Append(listener.DefaultFilterChain!))
            .Where(chain => chain is not null)];
        return new StatScopeNames(
            Clusters.Entries.SelectMany(entry => entry.Instances)
                .Select(instance => instance.Model.Stats.ClusterName).ToHashSet(StringComparer.Ordinal),
            NamesOf(chains.Select(chain => chain.Http?.Stats.Prefix)),
            listeners.Select(listener => listener.Stats.Address).ToHashSet(StringComparer.Ordinal),
            NamesOf(chains.Select(chain => chain.Tcp?.Stats.Prefix)),
            chains.SelectMany(AuthorizationsOf).Select(stats => stats.Names).ToHashSet());
    }

    private static IEnumerable<AuthorizationStats> AuthorizationsOf(FilterChainModel chain) =>
        chain.Filters.OfType<NetworkAuthorizationFilter>().Select(filter => filter.Stats).Concat(
            (chain.Http?.Filters ?? []).OfType<HttpAuthorizationFilter>().Select(filter => filter.Stats));

    private static HashSet<string> NamesOf(IEnumerable<string?> names) =>
        names.OfType<string>().ToHashSet(StringComparer.Ordinal);

    private RawResource Static(string name, IMessage message) =>
        new(name, "", message.ToByteString(), _context.Time.GetUtcNow());
}
