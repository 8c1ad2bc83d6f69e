using System.Collections.Immutable;
using System.Net;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Configuration;

/// <summary>One endpoint as configured.</summary>
internal sealed record EndpointPlanEntry
{
    /// <summary>Where it is; null when <see cref="DnsName"/> is to be looked up.</summary>
    public NetworkAddress? Address { get; init; }

    /// <summary>The name to look up; null when the address is given.</summary>
    public string? DnsName { get; init; }

    /// <summary>The port of the name's addresses.</summary>
    public int DnsPort { get; init; }

    /// <summary>The host name it is known by; may be empty.</summary>
    public string Hostname { get; init; } = "";

    /// <summary>Its share; 1 or more.</summary>
    public uint Weight { get; init; } = 1;

    /// <summary>How far it may be used.</summary>
    public EndpointHealth Health { get; init; }

    /// <summary>The health that was reported.</summary>
    public Envoy.Config.Core.V3.HealthStatus ReportedHealth { get; init; }

    /// <summary>Its labels, or null.</summary>
    public IReadOnlyDictionary<string, Struct>? FilterMetadata { get; init; }
}

/// <summary>The endpoints of one locality as configured.</summary>
/// <param name="Region">The region, may be empty.</param>
/// <param name="Zone">The zone, may be empty.</param>
/// <param name="SubZone">The sub-zone, may be empty.</param>
/// <param name="Priority">0 for the most preferred.</param>
/// <param name="Weight">The locality's share; 0 when not set.</param>
/// <param name="Entries">The endpoints.</param>
internal sealed record LocalityPlan(
    string Region, string Zone, string SubZone, int Priority, uint Weight,
    ImmutableArray<EndpointPlanEntry> Entries);

/// <summary>
/// The endpoints of a cluster as a load assignment gives them, checked but not yet bound to the cluster's
/// endpoint slots.
/// </summary>
/// <param name="Localities">The localities.</param>
/// <param name="OverprovisioningPercent">How much a priority's health is overrated.</param>
internal sealed record EndpointPlan(ImmutableArray<LocalityPlan> Localities, int OverprovisioningPercent)
{
    /// <summary>No endpoints.</summary>
    public static EndpointPlan Empty { get; } = new([], 140);

    /// <summary>The names that are looked up, each once.</summary>
    public IEnumerable<string> DnsNames => Localities
        .SelectMany(locality => locality.Entries)
        .Select(entry => entry.DnsName)
        .OfType<string>()
        .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes the endpoint set.</summary>
    /// <param name="slots">The cluster's slots; addresses that are not in this plan give theirs up.</param>
    /// <param name="resolve">The addresses of a name; only called for plans with names.</param>
    public EndpointSet Bind(EndpointSlotTable slots, Func<string, IReadOnlyList<IPAddress>> resolve)
    {
        List<(LocalityPlan Locality,
            List<(EndpointPlanEntry Entry, NetworkAddress Address)> Places)> resolved = [];
        foreach (LocalityPlan locality in Localities)
        {
            resolved.Add((locality, [.. locality.Entries.SelectMany(entry => Places(entry, resolve))]));
        }

        IReadOnlyDictionary<NetworkAddress, EndpointSlot> slotByAddress =
            slots.Replace(resolved.SelectMany(each => each.Places).Select(place => place.Address));
        int prioritiesCount = resolved.Count == 0 ? 0 : resolved.Max(each => each.Locality.Priority) + 1;
        var localities = new List<LocalityModel>[prioritiesCount];
        for (int priority = 0; priority < prioritiesCount; priority++)
        {
            localities[priority] = [];
        }

        foreach ((LocalityPlan plan, List<(EndpointPlanEntry, NetworkAddress)> places) in resolved)
        {
            ImmutableArray<EndpointModel> endpoints =
                [.. places.Select(place => Model(place.Item1, slotByAddress[place.Item2], plan.Priority))];
            localities[plan.Priority].Add(
                new LocalityModel(plan.Region, plan.Zone, plan.SubZone, plan.Weight, endpoints));
        }

        return new EndpointSet(
            [.. localities.Select(each => new PriorityModel([.. each]))], OverprovisioningPercent);
    }

    private static IEnumerable<(EndpointPlanEntry Entry, NetworkAddress Address)> Places(
        EndpointPlanEntry entry, Func<string, IReadOnlyList<IPAddress>> resolve) =>
        entry.Address is not null
            ? [(entry, entry.Address)]
            : resolve(entry.DnsName!).Select(ip => (entry, NetworkAddress.FromIp(ip, entry.DnsPort)));

    private static EndpointModel Model(EndpointPlanEntry entry, EndpointSlot slot, int priority) => new()
    {
        Slot = slot,
        Hostname = entry.Hostname.Length > 0 ? entry.Hostname : entry.DnsName ?? "",
        Weight = entry.Weight,
        Health = entry.Health,
        ReportedHealth = entry.ReportedHealth,
        Priority = priority,
        FilterMetadata = entry.FilterMetadata,
    };
}
