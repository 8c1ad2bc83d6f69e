using Envoy.Config.Route.V3;
using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Xds.Client;

namespace Outrigger.Proxy.Dynamic;

/// <summary>One routing table that is discovered. Guarded by the control gate.</summary>
internal sealed class RouteEntry(string name)
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>Its place, which connection managers hold.</summary>
    public RouteTableHolder Holder { get; } = new(name);

    /// <summary>The accepted version, or null.</summary>
    public RawResource? Raw { get; set; }

    /// <summary>The last version if it was rejected, or null.</summary>
    public RejectedResource? Rejected { get; set; }

    /// <summary>Runs while somebody waits for the first version; or null.</summary>
    public ITimer? FetchTimer { get; set; }

    /// <summary>Whether the wait for the first version is over without one.</summary>
    public bool IsFetchTimedOut { get; set; }

    /// <summary>Whether listeners need not wait for it any more.</summary>
    public bool IsReady => Holder.Current is not null || IsFetchTimedOut;
}

/// <summary>
/// Keeps the discovered routing tables. A new version is swapped in place. Guarded by the control gate.
/// </summary>
internal sealed class RouteManager
{
    private readonly SortedDictionary<string, RouteEntry> _entries = new(StringComparer.Ordinal);
    private readonly ManagerContext _context;
    private readonly DiscoveryStats _discovery;

    /// <summary>Makes the manager, with no routing tables.</summary>
    public RouteManager(ManagerContext context)
    {
        _context = context;
        _discovery = new DiscoveryStats(context.Stats, "listener_manager.rds");
    }

    /// <summary>All routing tables, by name.</summary>
    public IReadOnlyDictionary<string, RouteEntry> Entries => _entries;

    /// <summary>Grows with every accepted change.</summary>
    public long ChangesCount { get; private set; }

    /// <summary>The place of a routing table; made when it is first asked for.</summary>
    public RouteTableHolder HolderOf(string name) => EntryOf(name).Holder;

    /// <summary>Whether listeners need not wait for it any more.</summary>
    public bool IsReady(string name) => _entries.TryGetValue(name, out RouteEntry? entry) && entry.IsReady;

    /// <summary>
    /// Starts to wait for the first version of a routing table, unless that has begun or is over.
    /// </summary>
    /// <param name="source">The routing table, and how long it is waited for.</param>
    public void Await(RouteSource source)
    {
        RouteEntry entry = EntryOf(source.DiscoveredName!);
        if (entry.IsReady || entry.FetchTimer is not null || source.FetchTimeoutMs == 0)
        {
            return;
        }

        entry.FetchTimer = _context.StartTimer(source.FetchTimeoutMs, () =>
        {
            if (entry.FetchTimer is null || entry.IsReady)
            {
                return;
            }

            EndWait(entry);
            entry.IsFetchTimedOut = true;
            _discovery.CountFetchTimeout();
            _context.Log.Warning(
                "routes", "no routing table in time, going on without", ("routes", entry.Name));
        });
    }

    /// <summary>Takes an update from the management server.</summary>
    /// <returns>What was rejected; the rest is in force.</returns>
    public IReadOnlyList<ResourceRejection> Take(ResourceUpdate update, CompileEnvironment environment)
    {
        List<ResourceRejection> rejections = [];
        foreach (ReceivedResource resource in update.Resources)
        {
            // A table that nobody names any more may still be on its way when its listener goes.
            if (_entries.TryGetValue(resource.Name, out RouteEntry? entry)
                && Take(entry, _context.Received(resource), environment) is { } rejection)
            {
                rejections.Add(rejection);
            }
        }

        // A table that goes stays in force, as in Envoy, until no listener names it.
        _discovery.CountUpdate(rejections.Count == 0);
        return rejections;
    }

    /// <summary>Forgets the routing tables that no listener names any more.</summary>
    public void Retain(IReadOnlySet<string> names)
    {
        foreach (string name in _entries.Keys.Where(name => !names.Contains(name)).ToArray())
        {
            EndWait(_entries[name]);
            _entries.Remove(name);
            ChangesCount++;
        }
    }

    private RouteEntry EntryOf(string name)
    {
        if (!_entries.TryGetValue(name, out RouteEntry? entry))
        {
            _entries.Add(name, entry = new RouteEntry(name));
        }

        return entry;
    }

    private ResourceRejection? Take(RouteEntry entry, RawResource raw, CompileEnvironment environment)
    {
        if (entry.Raw is { } current && current.Payload.Equals(raw.Payload))
        {
            entry.Raw = raw;
            entry.Rejected = null;
            return null;
        }

        var report = new CompileReport();
        RouteConfiguration? routes = _context.Parse(raw, ResourceKinds.Routes, report);
        RouteTableModel? model = routes is null
            ? null
            : RouteTableBinder.Compile(
                routes, validatesByDefault: false, FieldPath.Root, environment, report);
        if (model is null || report.HasErrors)
        {
            entry.Rejected = new RejectedResource(raw, report.ErrorText);
            return new ResourceRejection(raw.Name, report.Errors[0].Path, RejectionText.Of(report));
        }

        _context.Unimplemented.Add($"routes \"{raw.Name}\"", report.Warnings);
        EndWait(entry);
        entry.Rejected = null;
        entry.Raw = raw;
        entry.Holder.Current = model;
        ChangesCount++;
        _context.Stats.Counter("listener_manager.rds.config_reload").Add();
        return null;
    }

    private static void EndWait(RouteEntry entry)
    {
        entry.FetchTimer?.Dispose();
        entry.FetchTimer = null;
    }
}
