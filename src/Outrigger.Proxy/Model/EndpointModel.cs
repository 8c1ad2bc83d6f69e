using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Model;

/// <summary>How far an endpoint may be used. Follows <c>envoy.config.core.v3.HealthStatus</c>.</summary>
internal enum EndpointHealth : byte
{
    /// <summary>It takes requests; also when nothing is known of its health.</summary>
    Healthy,

    /// <summary>It takes requests when healthy ones do not suffice.</summary>
    Degraded,

    /// <summary>It takes requests only in panic.</summary>
    Unhealthy,

    /// <summary>It finishes what it has and takes nothing new, not even in panic.</summary>
    Draining,
}

/// <summary>One endpoint at one moment. Immutable.</summary>
internal sealed class EndpointModel
{
    /// <summary>What stays the same for as long as the address stays in the cluster.</summary>
    public required EndpointSlot Slot { get; init; }

    /// <summary>Where to connect to.</summary>
    public NetworkAddress Address => Slot.Address;

    /// <summary>The host name it was resolved from or is known by; may be empty.</summary>
    public string Hostname { get; init; } = "";

    /// <summary>Its share among its neighbours; 1 or more.</summary>
    public uint Weight { get; init; } = 1;

    /// <summary>How far it may be used.</summary>
    public EndpointHealth Health { get; init; }

    /// <summary>The health that discovery reported, for display.</summary>
    public Envoy.Config.Core.V3.HealthStatus ReportedHealth { get; init; }

    /// <summary>0 for the most preferred.</summary>
    public int Priority { get; init; }

    /// <summary>Labels for load balancers and transport sockets, by reader's name; or null.</summary>
    public IReadOnlyDictionary<string, Struct>? FilterMetadata { get; init; }
}

/// <summary>
/// The stable place of one endpoint address in one cluster: it stays the same object over updates while the
/// address stays, so that pools and counts live on. Workers keep their state by <see cref="Index"/> and,
/// because indexes are used again, compare the slot itself too.
/// </summary>
internal sealed class EndpointSlot(NetworkAddress address, int index, int workersCount)
{
    /// <summary>Where to connect to.</summary>
    public NetworkAddress Address { get; } = address;

    /// <summary>A small number, dense within the cluster.</summary>
    public int Index { get; } = index;

    /// <summary>The endpoint's statistics.</summary>
    public EndpointStats Stats { get; } = new(workersCount);
}
