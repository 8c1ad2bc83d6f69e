using System.Net;
using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Dns;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// One version of one cluster on the control side: what it was made from, its endpoint slots, and whatever
/// fills it with endpoints. Guarded by the control gate.
/// </summary>
internal sealed class ClusterInstance : IDisposable
{
    private readonly Dictionary<string, DnsTarget> _targets = new(StringComparer.OrdinalIgnoreCase);
    private readonly EndpointSlotTable _slots;
    private readonly ManagerContext _context;
    private readonly Action<ClusterInstance> _onReady;
    private ITimer? _fetchTimer;

    /// <summary>Makes the instance; <see cref="Start"/> sets it going.</summary>
    /// <param name="raw">What it was made from.</param>
    /// <param name="compiled">What was made.</param>
    /// <param name="context">The surroundings.</param>
    /// <param name="onReady">
    /// Called under the gate when it has its endpoints; never by <see cref="Start"/>.
    /// </param>
    public ClusterInstance(
        RawResource raw, CompiledCluster compiled, ManagerContext context, Action<ClusterInstance> onReady)
    {
        Raw = raw;
        Compiled = compiled;
        _context = context;
        _onReady = onReady;
        _slots = new EndpointSlotTable(context.Stats.WorkersCount);
    }

    /// <summary>What it was made from. The same bytes may come again under a newer version.</summary>
    public RawResource Raw { get; set; }

    /// <summary>What was made.</summary>
    public CompiledCluster Compiled { get; }

    /// <summary>The cluster for the workers.</summary>
    public ClusterModel Model => Compiled.Model;

    /// <summary>The TLS towards its endpoints.</summary>
    public IEnumerable<ITlsModel> Tls =>
        Model.TransportMatches.Select(match => match.Tls).Append(Model.Tls).OfType<ITlsModel>();

    /// <summary>Whether it has its first endpoints, or has waited long enough for them.</summary>
    public bool IsReady { get; private set; }

    /// <summary>
    /// Starts to fill it. <paramref name="knownEndpoints"/> are those of an EDS cluster that are known
    /// already.
    /// </summary>
    public void Start(EndpointPlan? knownEndpoints)
    {
        switch (Model.Kind)
        {
            case ClusterKind.Static:
                Bind(Compiled.Endpoints);
                IsReady = true;
                break;
            case ClusterKind.OriginalDestination:
                IsReady = true;
                break;
            case ClusterKind.Eds when knownEndpoints is not null:
                Bind(knownEndpoints);
                IsReady = true;
                break;
            case ClusterKind.Eds:
                StartFetchTimer();
                break;
            default:
                StartLookups();
                break;
        }
    }

    /// <summary>Takes the endpoints of an EDS cluster.</summary>
    public void Take(EndpointPlan plan)
    {
        Bind(plan);
        SetReady();
    }

    /// <summary>
    /// Ends the wait of an EDS cluster: the server has said that there are no such endpoints.
    /// </summary>
    public void TakeAbsence() => SetReady();

    /// <inheritdoc/>
    public void Dispose()
    {
        _fetchTimer?.Dispose();
        _fetchTimer = null;
        foreach (DnsTarget target in _targets.Values)
        {
            target.Dispose();
        }

        _targets.Clear();
    }

    private void StartFetchTimer()
    {
        if (Compiled.EdsFetchTimeoutMs > 0)
        {
            _fetchTimer = _context.StartTimer(Compiled.EdsFetchTimeoutMs, OnFetchTimeout);
        }
    }

    private void OnFetchTimeout()
    {
        if (_fetchTimer is null || IsReady)
        {
            return;
        }

        Model.Stats.AddFromControl(Stats.ClusterStat.InitFetchTimeout);
        _context.Log.Warning("cluster", "no endpoints in time, going on without", ("cluster", Model.Name));
        SetReady();
    }

    private void StartLookups()
    {
        foreach (string name in Compiled.Endpoints.DnsNames)
        {
            _targets[name] = new DnsTarget(
                name, Compiled.DnsFamily, Compiled.DnsRefresh!, _context.Dns, OnAnswer);
        }

        if (_targets.Count == 0)
        {
            Bind(Compiled.Endpoints);
            IsReady = true;
        }

        foreach (DnsTarget target in _targets.Values)
        {
            target.Start();
        }
    }

    private void OnAnswer(DnsTarget answered) => _context.Gate.Run(() =>
    {
        if (!_targets.ContainsValue(answered))
        {
            return;
        }

        Stats.ClusterStat stat = answered.Succeeded
            ? Stats.ClusterStat.UpdateSuccess
            : Stats.ClusterStat.UpdateFailure;
        Model.Stats.AddFromControl(Stats.ClusterStat.UpdateAttempt);
        Model.Stats.AddFromControl(stat);
        if (answered.Succeeded)
        {
            Bind(Compiled.Endpoints);
        }

        if (_targets.Values.All(target => target.HasAnswer))
        {
            SetReady();
        }
    });

    private IReadOnlyList<IPAddress> Resolve(string name)
    {
        IReadOnlyList<IPAddress> addresses = _targets[name].Addresses;
        return Model.Kind == ClusterKind.LogicalDns && addresses.Count > 1 ? [addresses[0]] : addresses;
    }

    private void Bind(EndpointPlan plan)
    {
        EndpointSet before = Model.Endpoints;
        EndpointSet after = plan.Bind(_slots, Resolve);
        bool isSame = EndpointSetComparer.AreEqual(before, after);
        if (isSame && IsReady)
        {
            Model.Stats.AddFromControl(Stats.ClusterStat.UpdateNoRebuild);
            return;
        }

        Model.Endpoints = after;
        if (!isSame)
        {
            Model.Stats.AddFromControl(Stats.ClusterStat.MembershipChange);
            _context.HaveEndpointsChanged = true;
        }
    }

    private void SetReady()
    {
        if (IsReady)
        {
            return;
        }

        IsReady = true;
        _fetchTimer?.Dispose();
        _fetchTimer = null;
        _onReady(this);
    }
}
