using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Keeps traffic within its zone as far as capacity allows.</summary>
public sealed record ZoneAwareLoadBalancerSetting
{
    /// <summary>Whether it is on.</summary>
    [AllowsNull]
    public bool? Enabled { get; init; }

    /// <summary>Regions to fail over to.</summary>
    public IReadOnlyList<LocalityFailover> Failover { get; init; } = [];

    /// <summary>Labels whose agreement with the client's ranks endpoints.</summary>
    public IReadOnlyList<string> FailoverPriority { get; init; } = [];

    /// <summary>The least number of endpoints for it to work.</summary>
    [Range(Min = 1, Max = 4294967295)]
    [AllowsNull]
    public uint? MinClusterSize { get; init; }
}
