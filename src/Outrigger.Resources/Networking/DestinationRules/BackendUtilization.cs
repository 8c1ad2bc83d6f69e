namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Balances by the load that backends report.</summary>
public sealed record BackendUtilization
{
    /// <summary>How much failed requests count as load.</summary>
    public uint? ErrorUtilizationPenaltyPercent { get; init; }

    /// <summary>Names of the reported metrics to use.</summary>
    public IReadOnlyList<string> MetricNamesForComputingUtilization { get; init; } = [];

    /// <summary>Age at which a report no longer counts.</summary>
    public TimeSpan? WeightExpirationPeriod { get; init; }

    /// <summary>How long a backend must report before its weight counts.</summary>
    public TimeSpan? WeightStabilizationPeriod { get; init; }

    /// <summary>Time between updates of the weights.</summary>
    public TimeSpan? WeightUpdatePeriod { get; init; }
}
