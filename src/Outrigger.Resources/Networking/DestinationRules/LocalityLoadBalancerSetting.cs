using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Preference for near endpoints.</summary>
public sealed record LocalityLoadBalancerSetting
{
    /// <summary>Explicit shares by locality.</summary>
    public IReadOnlyList<LocalityDistribute> Distribute { get; init; } = [];

    /// <summary>Whether locality matters at all; as the mesh says if not set.</summary>
    [AllowsNull]
    public bool? Enabled { get; init; }

    /// <summary>Regions to fail over to.</summary>
    public IReadOnlyList<LocalityFailover> Failover { get; init; } = [];

    /// <summary>Labels whose agreement with the client's ranks endpoints.</summary>
    public IReadOnlyList<string> FailoverPriority { get; init; } = [];
}
