using Outrigger.Proxy.Model;
using Outrigger.Proxy.Upstream;
using Outrigger.Routing;

namespace Outrigger.Proxy.LoadBalancing;

/// <summary>
/// Chooses an endpoint of one cluster in one worker: first the priority, then the locality, then the
/// endpoint. Made anew for every endpoint set; choosing allocates nothing.
/// </summary>
internal sealed class LoadBalancer
{
    private readonly Tier[] _tiers;

    private LoadBalancer(Tier[] tiers, bool isInPanic)
    {
        _tiers = tiers;
        IsInPanic = isInPanic;
    }

    /// <summary>Whether health is ignored somewhere.</summary>
    public bool IsInPanic { get; }

    /// <summary>Prepares the choice among a cluster's endpoints.</summary>
    /// <param name="cluster">The policy and its settings.</param>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="resolve">The worker's state of an endpoint.</param>
    /// <param name="random">The worker's generator.</param>
    public static LoadBalancer Create(
        ClusterModel cluster,
        EndpointSet endpoints,
        Func<EndpointModel, EndpointState> resolve,
        ref RandomState random)
    {
        var tiers = new List<Tier>();
        var isInPanic = false;
        var cumulative = 0u;
        foreach (var load in PriorityLoad.Compute(endpoints, cluster.PanicThresholdPercent))
        {
            isInPanic |= load.Selection == EndpointSelection.All;
            var priority = endpoints.Priorities[load.Priority];
            var localities =
                CreateLocalities(cluster, endpoints, priority, load.Selection, resolve, ref random);
            cumulative += (uint)load.Percent;
            if (localities.Length > 0)
                tiers.Add(new Tier(cumulative, localities));
        }

        return new LoadBalancer([.. tiers], isInPanic);
    }

    /// <summary>Chooses an endpoint; null when none may take a request.</summary>
    /// <param name="random">The worker's generator.</param>
    public EndpointState? Choose(ref RandomState random)
    {
        if (_tiers.Length == 0)
            return null;
        var tier = _tiers[0];
        if (_tiers.Length > 1)
        {
            var point = random.NextBelow(_tiers[^1].CumulativePercent);
            for (var index = 0; point >= tier.CumulativePercent; index++)
                tier = _tiers[index + 1];
        }

        return tier.Pick(ref random);
    }

    private static LocalityShare[] CreateLocalities(
        ClusterModel cluster,
        EndpointSet endpoints,
        PriorityModel priority,
        EndpointSelection selection,
        Func<EndpointModel, EndpointState> resolve,
        ref RandomState random)
    {
        var shares = new List<LocalityShare>();
        if (!cluster.IsLocalityWeighted)
        {
            var all = Select(priority.Endpoints, selection, resolve);
            if (all.Length > 0)
                shares.Add(new LocalityShare(1, Picker(cluster, all, ref random)));
            return [.. shares];
        }

        var cumulative = 0.0;
        foreach (var locality in priority.Localities)
        {
            var selected = Select(locality.Endpoints, selection, resolve);
            if (selected.Length == 0 || locality.Weight == 0)
                continue;
            var candidates = locality.Endpoints.Count(endpoint => endpoint.Health != EndpointHealth.Draining);
            var availability = endpoints.OverprovisioningPercent / 100.0 * selected.Length / candidates;
            cumulative += locality.Weight * Math.Min(1, availability);
            shares.Add(new LocalityShare(cumulative, Picker(cluster, selected, ref random)));
        }

        return [.. shares];
    }

    private static EndpointState[] Select(
        IEnumerable<EndpointModel> endpoints,
        EndpointSelection selection,
        Func<EndpointModel, EndpointState> resolve) =>
        [.. endpoints.Where(endpoint => IsSelected(endpoint.Health, selection)).Select(resolve)];

    private static bool IsSelected(EndpointHealth health, EndpointSelection selection) => selection switch
    {
        EndpointSelection.Healthy => health == EndpointHealth.Healthy,
        EndpointSelection.Degraded => health == EndpointHealth.Degraded,
        _ => health != EndpointHealth.Draining,
    };

    private static EndpointPicker Picker(
        ClusterModel cluster, EndpointState[] endpoints, ref RandomState random) =>
        EndpointPicker.Create(cluster.LoadBalancing, cluster.LeastRequestChoiceCount, endpoints, ref random);

    private sealed record LocalityShare(double CumulativeWeight, EndpointPicker Picker);

    private sealed record Tier(uint CumulativePercent, LocalityShare[] Localities)
    {
        public EndpointState Pick(ref RandomState random)
        {
            var share = Localities[0];
            if (Localities.Length > 1)
            {
                var fraction = (random.NextUInt64() >> 11) * (1.0 / (1UL << 53));
                var point = fraction * Localities[^1].CumulativeWeight;
                for (var index = 0; point >= share.CumulativeWeight && index + 1 < Localities.Length; index++)
                    share = Localities[index + 1];
            }

            return share.Picker.Pick(ref random);
        }
    }
}
