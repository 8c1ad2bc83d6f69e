namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record BackendUtilization.</summary>
public sealed record BackendUtilization
{
    /// <summary>Field errorUtilizationPenaltyPercent.</summary>
    public uint? ErrorUtilizationPenaltyPercent { get; init; }

    /// <summary>Field metricNamesForComputingUtilization.</summary>
    public IReadOnlyList<string> MetricNamesForComputingUtilization { get; init; } = [];

    /// <summary>Field weightExpirationPeriod.</summary>
    public TimeSpan? WeightExpirationPeriod { get; init; }

    /// <summary>Field weightStabilizationPeriod.</summary>
    public TimeSpan? WeightStabilizationPeriod { get; init; }

    /// <summary>Field weightUpdatePeriod.</summary>
    public TimeSpan? WeightUpdatePeriod { get; init; }
}
