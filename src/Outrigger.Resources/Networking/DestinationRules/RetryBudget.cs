using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Limits repetitions relative to the load.</summary>
public sealed record RetryBudget
{
    /// <summary>The time over which requests are counted.</summary>
    public TimeSpan? BudgetInterval { get; init; }

    /// <summary>Repetitions that are always allowed at once; 3 by default.</summary>
    public uint? MinRetryConcurrency { get; init; }

    /// <summary>Repetitions allowed per hundred active requests; 20 by default.</summary>
    [Range(Min = 0, Max = 100)]
    [AllowsNull]
    public double? Percent { get; init; }
}
