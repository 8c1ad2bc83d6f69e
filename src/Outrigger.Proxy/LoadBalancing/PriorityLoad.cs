using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.LoadBalancing;

/// <summary>Which endpoints of a priority take requests.</summary>
internal enum EndpointSelection : byte
{
    /// <summary>The healthy ones.</summary>
    Healthy,

    /// <summary>The degraded ones.</summary>
    Degraded,

    /// <summary>All but the draining ones: too few are healthy for health to mean anything (panic).</summary>
    All,
}

/// <summary>A share of a cluster's requests.</summary>
/// <param name="Priority">The priority's number, 0 for the most preferred.</param>
/// <param name="Selection">Which of its endpoints.</param>
/// <param name="Percent">The share, 1 to 100; all shares of a cluster add up to 100.</param>
internal readonly record struct PriorityLoad(int Priority, EndpointSelection Selection, int Percent)
{
    /// <summary>
    /// Shares a cluster's requests out over its priorities as Envoy does: a priority whose healthy part,
    /// overrated by the overprovisioning factor, does not reach 100 % gives the rest to the next one;
    /// degraded endpoints take what the healthy ones of all priorities leave. When all of them together do
    /// not reach 100 %, a priority with fewer healthy endpoints than the panic threshold ignores health.
    /// </summary>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="panicThresholdPercent">Below this share of healthy endpoints is panic; 0 = never.</param>
    /// <returns>The shares, the most preferred first; empty when no endpoint may take a request.</returns>
    public static List<PriorityLoad> Compute(EndpointSet endpoints, double panicThresholdPercent)
    {
        var priorities = endpoints.Priorities;
        var healthy = new int[priorities.Length];
        var degraded = new int[priorities.Length];
        var total = 0;
        for (var index = 0; index < priorities.Length; index++)
        {
            healthy[index] = Availability(priorities[index], priorities[index].Healthy.Length, endpoints);
            degraded[index] = Availability(priorities[index], priorities[index].Degraded.Length, endpoints);
            total += healthy[index] + degraded[index];
        }

        var loads = new List<PriorityLoad>();
        total = Math.Min(total, 100);
        if (total == 0)
        {
            if (panicThresholdPercent > 0)
                ShareByCount(endpoints, loads);
            return loads;
        }

        var remaining = 100;
        Distribute(healthy, EndpointSelection.Healthy, total, ref remaining, loads);
        Distribute(degraded, EndpointSelection.Degraded, total, ref remaining, loads);
        GiveRemainder(loads, remaining);
        if (total < 100)
            Panic(endpoints, panicThresholdPercent, loads);
        return loads;
    }

    private static int Availability(PriorityModel priority, int usableCount, EndpointSet endpoints)
    {
        var candidates = priority.Endpoints.Length - priority.ExcludedCount;
        if (candidates == 0)
            return 0;
        return Math.Min(100, endpoints.OverprovisioningPercent * usableCount / candidates);
    }

    private static void Distribute(
        int[] availability,
        EndpointSelection selection,
        int total,
        ref int remaining,
        List<PriorityLoad> loads)
    {
        for (var index = 0; index < availability.Length && remaining > 0; index++)
        {
            var percent = Math.Min(remaining, availability[index] * 100 / total);
            if (percent == 0)
                continue;
            loads.Add(new PriorityLoad(index, selection, percent));
            remaining -= percent;
        }
    }

    private static void GiveRemainder(List<PriorityLoad> loads, int remaining)
    {
        // Integer division leaves a few percent over; the most preferred priority takes them.
        if (remaining > 0 && loads.Count > 0)
            loads[0] = loads[0] with { Percent = loads[0].Percent + remaining };
    }

    private static void Panic(EndpointSet endpoints, double thresholdPercent, List<PriorityLoad> loads)
    {
        for (var index = 0; index < loads.Count; index++)
        {
            var priority = endpoints.Priorities[loads[index].Priority];
            var candidates = priority.Endpoints.Length - priority.ExcludedCount;
            if (100.0 * priority.Healthy.Length / candidates < thresholdPercent)
                loads[index] = loads[index] with { Selection = EndpointSelection.All };
        }
    }

    private static void ShareByCount(EndpointSet endpoints, List<PriorityLoad> loads)
    {
        var candidates = endpoints.EndpointsCount - endpoints.ExcludedCount;
        var remaining = candidates == 0 ? 0 : 100;
        for (var index = 0; index < endpoints.Priorities.Length && remaining > 0; index++)
        {
            var priority = endpoints.Priorities[index];
            var count = priority.Endpoints.Length - priority.ExcludedCount;
            if (count == 0)
                continue;
            var percent = Math.Clamp(100 * count / candidates, 1, remaining);
            loads.Add(new PriorityLoad(index, EndpointSelection.All, percent));
            remaining -= percent;
        }

        GiveRemainder(loads, remaining);
    }
}
