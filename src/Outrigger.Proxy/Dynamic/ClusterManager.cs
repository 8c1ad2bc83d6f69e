using Envoy.Config.Cluster.V3;
using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Xds.Client;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// Keeps the clusters: static and discovered ones, serving and warming ones. The old version of a cluster
/// serves until the new one has its endpoints and secrets. Guarded by the control gate.
/// </summary>
internal sealed class ClusterManager
{
    private readonly SortedDictionary<string, ClusterEntry> _entries = new(StringComparer.Ordinal);
    private readonly ManagerContext _context;
    private readonly CompileEnvironment _environment;
    private readonly EndpointManager _endpoints;
    private readonly SecretWait _secrets;
    private readonly DiscoveryStats _discovery;
    private HashSet<string>? _endpointNames;

    /// <summary>Makes the manager, with no clusters.</summary>
    public ClusterManager(
        ManagerContext context, CompileEnvironment environment, EndpointManager endpoints, SecretWait secrets)
    {
        _context = context;
        _environment = environment;
        _endpoints = endpoints;
        _secrets = secrets;
        _discovery = new DiscoveryStats(context.Stats, "cluster_manager.cds");
    }

    /// <summary>All names, in order, also of those that were only ever rejected.</summary>
    public IEnumerable<ClusterEntry> Entries => _entries.Values;

    /// <summary>The clusters that serve, by name.</summary>
    public IEnumerable<ClusterModel> Serving =>
        _entries.Values.Select(entry => entry.Active?.Model).OfType<ClusterModel>();

    /// <summary>
    /// Whether the start must wait for a cluster, which lacks its endpoints or secrets. The clusters of the
    /// proxy's own servers are none of those: what they need may come over them.
    /// </summary>
    public bool IsWarming => _entries.Values.Any(entry => entry is { Warming: not null, IsForControlOnly: false });

    /// <summary>The names of the load assignments that serving and warming clusters need.</summary>
    /// <remarks>
    /// The same object until something changes: updates of endpoints come often, those of clusters not.
    /// </remarks>
    public IReadOnlySet<string> EndpointNames => _endpointNames ??= _entries.Values
        .SelectMany(entry => entry.Instances)
        .Select(instance => instance.Compiled.EdsName)
        .OfType<string>()
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Grows with every change of the clusters that serve.</summary>
    public long ChangesCount { get; private set; }

    /// <summary>The version of the last update.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Whether a cluster of that name serves or warms.</summary>
    public bool IsKnown(string name) =>
        _entries.TryGetValue(name, out ClusterEntry? entry) && entry.Accepted is not null;

    /// <summary>Adds a cluster of the bootstrap. With errors in the report nothing is added.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="raw">What it was made from.</param>
    /// <param name="isForControlOnly">Whether it is the cluster of one of the proxy's own servers.</param>
    /// <param name="path">Where it is, for messages.</param>
    /// <param name="report">Takes what is found.</param>
    public void AddStatic(
        Cluster cluster, RawResource raw, bool isForControlOnly, FieldPath path, CompileReport report)
    {
        if (_entries.ContainsKey(cluster.Name))
        {
            report.Error(path.Field("name"), $"\"{cluster.Name}\" occurs twice, expected unique names");
        }

        if (ClusterCompiler.Compile(cluster, path, _environment, report) is { } compiled && !report.HasErrors)
        {
            var entry = new ClusterEntry(cluster.Name, isStatic: true) { IsForControlOnly = isForControlOnly };
            _entries.Add(cluster.Name, entry);
            Begin(entry, new ClusterInstance(raw, compiled, _context, OnReady));
        }
    }

    /// <summary>Takes an update from the management server.</summary>
    /// <returns>What was rejected; the rest is in force.</returns>
    public IReadOnlyList<ResourceRejection> Take(ResourceUpdate update)
    {
        List<ResourceRejection> rejections = [];
        foreach (string name in update.Removed)
        {
            Remove(name);
        }

        foreach (ReceivedResource resource in update.Resources)
        {
            if (AddOrUpdate(_context.Received(resource)) is { } rejection)
            {
                rejections.Add(rejection);
            }
        }

        Version = rejections.Count == 0 ? update.Version : Version;
        _discovery.CountUpdate(rejections.Count == 0);
        return rejections;
    }

    /// <summary>Counts a wait for the first update that ended without one.</summary>
    public void CountFetchTimeout() => _discovery.CountFetchTimeout();

    /// <summary>Counts a lost connection.</summary>
    public void CountFailure() => _discovery.CountFailure();

    /// <summary>Lets the clusters serve that have waited for nothing but secrets which are there now.</summary>
    public void ActivateReady()
    {
        foreach (ClusterEntry entry in _entries.Values)
        {
            if (entry.Warming is { } warming)
            {
                ActivateIfReady(entry, warming);
            }
        }
    }

    /// <summary>Sets the gauges of <c>cluster_manager</c>.</summary>
    public void UpdateGauges()
    {
        _context.Stats.Gauge("cluster_manager.active_clusters").Set(
            _entries.Values.Count(entry => entry.Active is not null));
        _context.Stats.Gauge("cluster_manager.warming_clusters")
            .Set(_entries.Values.Count(entry => entry.Warming is not null));
    }

    private ResourceRejection? AddOrUpdate(RawResource raw)
    {
        ClusterEntry? entry = _entries.GetValueOrDefault(raw.Name);
        if (entry is { IsStatic: true })
        {
            _context.Log.Debug(
                "cluster", "discovery does not change a static cluster", ("cluster", raw.Name));
            return null;
        }

        if (entry?.Accepted is { } accepted && accepted.Raw.Payload.Equals(raw.Payload))
        {
            accepted.Raw = raw;
            entry.Rejected = null;
            return null;
        }

        var report = new CompileReport();
        Cluster? cluster = _context.Parse(raw, ResourceKinds.Cluster, report);
        CompiledCluster? compiled = cluster is null
            ? null
            : ClusterCompiler.Compile(cluster, FieldPath.Root, _environment, report);
        if (entry is null)
        {
            entry = new ClusterEntry(raw.Name, isStatic: false);
            _entries.Add(raw.Name, entry);
        }

        if (compiled is null)
        {
            entry.Rejected = new RejectedResource(raw, report.ErrorText);
            return new ResourceRejection(raw.Name, report.Errors[0].Path, RejectionText.Of(report));
        }

        entry.Rejected = null;
        _context.Unimplemented.Add($"cluster \"{raw.Name}\"", report.Warnings);
        Begin(entry, new ClusterInstance(raw, compiled, _context, OnReady));
        return null;
    }

    private void Begin(ClusterEntry entry, ClusterInstance instance)
    {
        // The version that serves may have come back while another one was warming.
        entry.Warming?.Dispose();
        entry.Warming = instance;
        _endpointNames = null;
        EndpointPlan? known = instance.Compiled.EdsName is { } name ? _endpoints.Find(name) : null;
        instance.Start(known);
        ActivateIfReady(entry, instance);
    }

    private void OnReady(ClusterInstance instance)
    {
        if (_entries.TryGetValue(instance.Model.Name, out ClusterEntry? entry))
        {
            ActivateIfReady(entry, instance);
        }
    }

    private void ActivateIfReady(ClusterEntry entry, ClusterInstance instance)
    {
        // Asked in any case, so that the wait for secrets begins with the one for endpoints.
        bool hasSecrets = _secrets.IsOver(instance.Tls);
        if (entry.Warming == instance && instance.IsReady && hasSecrets)
        {
            Activate(entry);
        }
    }

    private void Activate(ClusterEntry entry)
    {
        bool isNew = entry.Active is null;
        entry.Active?.Dispose();
        entry.Active = entry.Warming;
        _endpointNames = null;
        entry.Warming = null;
        entry.Active!.Model.Slot.Current = entry.Active.Model;
        ChangesCount++;
        Counter(isNew ? "cluster_added" : "cluster_modified").Add();
        _context.Log.Debug("cluster", isNew ? "added" : "changed", ("cluster", entry.Name));
    }

    private void Remove(string name)
    {
        if (!_entries.TryGetValue(name, out ClusterEntry? entry) || entry.IsStatic)
        {
            return;
        }

        _entries.Remove(name);
        _endpointNames = null;
        foreach (ClusterInstance instance in entry.Instances)
        {
            instance.Dispose();
        }

        if (entry.Active is { } active)
        {
            active.Model.Slot.Current = null;
            ChangesCount++;
            Counter("cluster_removed").Add();
            _context.Log.Debug("cluster", "removed", ("cluster", name));
        }
    }

    private SharedStat Counter(string name) => _context.Stats.Counter($"cluster_manager.{name}");
}
