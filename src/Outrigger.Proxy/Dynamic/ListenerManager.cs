using Envoy.Config.Listener.V3;
using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Workers;
using Outrigger.Xds.Client;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// Keeps the listeners: static and discovered ones, serving and warming ones. The old version of a listener
/// serves until the new one has its routing tables and secrets. Guarded by the control gate.
/// </summary>
internal sealed class ListenerManager
{
    private readonly SortedDictionary<string, ListenerEntry> _entries = new(StringComparer.Ordinal);
    private readonly ManagerContext _context;
    private readonly CompileEnvironment _environment;
    private readonly RouteManager _routes;
    private readonly SecretWait _secrets;
    private readonly DiscoveryStats _discovery;

    /// <summary>Makes the manager, with no listeners.</summary>
    public ListenerManager(
        ManagerContext context, CompileEnvironment environment, RouteManager routes, SecretWait secrets)
    {
        _context = context;
        _environment = environment;
        _routes = routes;
        _secrets = secrets;
        _discovery = new DiscoveryStats(context.Stats, "listener_manager.lds");
    }

    /// <summary>All names, in order, also of those that were only ever rejected.</summary>
    public IEnumerable<ListenerEntry> Entries => _entries.Values;

    /// <summary>The listeners that serve, by name.</summary>
    public IEnumerable<ListenerModel> Serving =>
        _entries.Values.Select(entry => entry.Active?.Model).OfType<ListenerModel>();

    /// <summary>Whether any listener waits for its routing tables or secrets.</summary>
    public bool IsWarming => _entries.Values.Any(entry => entry.Warming is not null);

    /// <summary>The names of the routing tables that serving and warming listeners need.</summary>
    public IReadOnlySet<string> RouteNames => _entries.Values
        .SelectMany(entry => entry.Instances)
        .SelectMany(instance => instance.DiscoveredRoutes)
        .Select(source => source.DiscoveredName!)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Grows with every change of the listeners that serve.</summary>
    public long ChangesCount { get; private set; }

    /// <summary>The version of the last update.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Adds a listener of the bootstrap. With errors in the report nothing is added.</summary>
    public void AddStatic(Listener listener, RawResource raw, FieldPath path, CompileReport report)
    {
        CompiledListener? compiled = ListenerCompiler.Compile(
            listener, previous: null, path, _environment, report);
        if (compiled is null)
        {
            return;
        }

        if (_entries.ContainsKey(compiled.Model.Name))
        {
            report.Error(
                path.Field("name"), $"\"{compiled.Model.Name}\" occurs twice, expected unique names");
        }
        else if (FindConflict(compiled.Model) is { } conflict)
        {
            report.Error(path.Field("address"), conflict);
        }
        else
        {
            var entry = new ListenerEntry(compiled.Model.Name, isStatic: true);
            _entries.Add(entry.Name, entry);
            entry.Warming = new ListenerInstance(raw, compiled);
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

    /// <summary>
    /// Notes that workers could not open listeners. They are tried again with the next change.
    /// </summary>
    public void NoteFailures(IReadOnlyList<ListenFailure> failures)
    {
        foreach (ListenFailure failure in failures)
        {
            Counter("listener_create_failure").Add();
            _context.Log.Error(
                "listener", "cannot be opened", ("listener", failure.ListenerName),
                ("reason", failure.Message));
            if (_entries.TryGetValue(failure.ListenerName, out ListenerEntry? entry)
                && entry.Active is { } active)
            {
                entry.Rejected = new RejectedResource(active.Raw, failure.Message);
            }
        }
    }

    /// <summary>Counts a wait for the first update that ended without one.</summary>
    public void CountFetchTimeout() => _discovery.CountFetchTimeout();

    /// <summary>Counts a lost connection.</summary>
    public void CountFailure() => _discovery.CountFailure();

    /// <summary>
    /// Lets the listeners serve whose routing tables and secrets are all there; the others begin to wait.
    /// </summary>
    public void ActivateReady()
    {
        foreach (ListenerEntry entry in _entries.Values)
        {
            foreach (RouteSource source in entry.Warming?.DiscoveredRoutes ?? [])
            {
                _routes.Await(source);
            }

            // Both waits begin at once, whichever ends first.
            if (entry.Warming is { } warming
                && _secrets.IsOver(warming.Tls)
                && warming.DiscoveredRoutes.All(source => _routes.IsReady(source.DiscoveredName!)))
            {
                Activate(entry, warming);
            }
        }
    }

    /// <summary>Sets the gauges of <c>listener_manager</c>.</summary>
    public void UpdateGauges()
    {
        SharedStat active = _context.Stats.Gauge("listener_manager.total_listeners_active");
        active.Set(_entries.Values.Count(entry => entry.Active is not null));
        SharedStat warming = _context.Stats.Gauge("listener_manager.total_listeners_warming");
        warming.Set(_entries.Values.Count(entry => entry.Warming is not null));
    }

    private ResourceRejection? AddOrUpdate(RawResource raw)
    {
        ListenerEntry? entry = _entries.GetValueOrDefault(raw.Name);
        if (entry is { IsStatic: true })
        {
            _context.Log.Debug(
                "listener", "discovery does not change a static listener", ("listener", raw.Name));
            return null;
        }

        if (entry?.Accepted is { } accepted && accepted.Raw.Payload.Equals(raw.Payload))
        {
            accepted.Raw = raw;
            entry.Rejected = null;
            return null;
        }

        var report = new CompileReport();
        Listener? listener = _context.Parse(raw, ResourceKinds.Listener, report);
        CompiledListener? compiled = listener is null
            ? null
            : ListenerCompiler.Compile(
                listener, entry?.Accepted?.Compiled, FieldPath.Root, _environment, report);
        if (compiled is not null && FindConflict(compiled.Model) is { } conflict)
        {
            report.Error(FieldPath.Root.Field("address"), conflict);
        }

        if (entry is null)
        {
            entry = new ListenerEntry(raw.Name, isStatic: false);
            _entries.Add(raw.Name, entry);
        }

        if (compiled is null || report.HasErrors)
        {
            entry.Rejected = new RejectedResource(raw, report.ErrorText);
            Counter("listener_create_failure").Add();
            return new ResourceRejection(raw.Name, report.Errors[0].Path, RejectionText.Of(report));
        }

        entry.Rejected = null;
        _context.Unimplemented.Add($"listener \"{raw.Name}\"", report.Warnings);
        entry.Warming = new ListenerInstance(raw, compiled);
        return null;
    }

    /// <summary>
    /// Two listeners on one address would share its connections by chance. A free port (0) and a listener
    /// without sockets never conflict.
    /// </summary>
    private string? FindConflict(ListenerModel listener)
    {
        IEnumerable<ListenerModel> others = _entries.Values
            .Where(entry => entry.Name != listener.Name)
            .SelectMany(entry => entry.Instances)
            .Select(instance => instance.Model)
            .Where(other => other.BindsToPort == listener.BindsToPort);
        foreach (ListenerModel other in others)
        {
            NetworkAddress? shared = listener.Addresses
                .FirstOrDefault(address => (address.Port != 0 || address.UnixPath is not null)
                    && other.Addresses.Contains(address));
            if (shared is not null)
            {
                return $"{shared} is the address of the listener \"{other.Name}\" already";
            }
        }

        return null;
    }

    private void Activate(ListenerEntry entry, ListenerInstance instance)
    {
        bool isNew = entry.Active is null;
        entry.Active = instance;
        entry.Warming = null;
        ChangesCount++;
        Counter(isNew ? "listener_added" : "listener_modified").Add();
        Counter("listener_create_success").Add();
        _context.Log.Info(
            "listener", isNew ? "added" : "changed",
            ("listener", entry.Name), ("address", string.Join(", ", instance.Model.Addresses)));
    }

    private void Remove(string name)
    {
        if (!_entries.TryGetValue(name, out ListenerEntry? entry) || entry.IsStatic)
        {
            return;
        }

        _entries.Remove(name);
        if (entry.Active is not null)
        {
            ChangesCount++;
            Counter("listener_removed").Add();
            _context.Log.Info("listener", "removed, its connections drain", ("listener", name));
        }
    }

    private SharedStat Counter(string name) => _context.Stats.Counter($"listener_manager.{name}");
}
