using System.Collections.Immutable;

namespace Outrigger.Proxy.Model;

/// <summary>The endpoints of one cluster at one moment. Immutable: an update makes a new set.</summary>
internal sealed class EndpointSet
{
    /// <summary>No endpoints.</summary>
    public static EndpointSet Empty { get; } = new([], overprovisioningPercent: 140);

    /// <summary>Makes the set from its priorities, the most preferred first.</summary>
    public EndpointSet(ImmutableArray<PriorityModel> priorities, int overprovisioningPercent)
    {
        Priorities = priorities;
        OverprovisioningPercent = overprovisioningPercent;
        foreach (PriorityModel priority in priorities)
        {
            EndpointsCount += priority.Endpoints.Length;
            HealthyCount += priority.Healthy.Length;
            DegradedCount += priority.Degraded.Length;
            ExcludedCount += priority.ExcludedCount;
        }
    }

    /// <summary>The priorities, the most preferred first. May have empty levels.</summary>
    public ImmutableArray<PriorityModel> Priorities { get; }

    /// <summary>How much a priority's health is overrated before it spills over; 140 by default.</summary>
    public int OverprovisioningPercent { get; }

    /// <summary>All endpoints of all priorities.</summary>
    public int EndpointsCount { get; }

    /// <summary>The healthy ones.</summary>
    public int HealthyCount { get; }

    /// <summary>The degraded ones.</summary>
    public int DegradedCount { get; }

    /// <summary>The ones that take no new requests whatever happens.</summary>
    public int ExcludedCount { get; }
}

/// <summary>The endpoints of one priority.</summary>
internal sealed class PriorityModel
{
    /// <summary>Sorts the localities' endpoints by health.</summary>
    public PriorityModel(ImmutableArray<LocalityModel> localities)
    {
        Localities = localities;
        Endpoints = [.. localities.SelectMany(locality => locality.Endpoints)];
        Healthy = [.. Endpoints.Where(endpoint => endpoint.Health == EndpointHealth.Healthy)];
        Degraded = [.. Endpoints.Where(endpoint => endpoint.Health == EndpointHealth.Degraded)];
        ExcludedCount = Endpoints.Count(endpoint => endpoint.Health == EndpointHealth.Draining);
        HasUnequalWeights = Endpoints.Any(endpoint => endpoint.Weight != Endpoints[0].Weight);
    }

    /// <summary>The localities of this priority.</summary>
    public ImmutableArray<LocalityModel> Localities { get; }

    /// <summary>All endpoints, in the order of the localities.</summary>
    public ImmutableArray<EndpointModel> Endpoints { get; }

    /// <summary>The healthy ones.</summary>
    public ImmutableArray<EndpointModel> Healthy { get; }

    /// <summary>The degraded ones: used when healthy ones do not suffice.</summary>
    public ImmutableArray<EndpointModel> Degraded { get; }

    /// <summary>The draining ones: they take no new requests.</summary>
    public int ExcludedCount { get; }

    /// <summary>Whether any two endpoints differ in weight.</summary>
    public bool HasUnequalWeights { get; }
}

/// <summary>The endpoints of one locality within one priority.</summary>
/// <param name="Region">The region, may be empty.</param>
/// <param name="Zone">The zone, may be empty.</param>
/// <param name="SubZone">The sub-zone, may be empty.</param>
/// <param name="Weight">The locality's share; 0 = takes nothing when localities are weighted.</param>
/// <param name="Endpoints">The endpoints.</param>
internal sealed record LocalityModel(
    string Region, string Zone, string SubZone, uint Weight, ImmutableArray<EndpointModel> Endpoints);
