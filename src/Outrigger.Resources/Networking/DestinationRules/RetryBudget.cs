using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record RetryBudget.</summary>
public sealed record RetryBudget
{
    /// <summary>Field budgetInterval.</summary>
    public TimeSpan? BudgetInterval { get; init; }

    /// <summary>Field minRetryConcurrency.</summary>
    public uint? MinRetryConcurrency { get; init; }

    /// <summary>Field percent.</summary>
    [Range(Min = 0, Max = 100)]
    [AllowsNull]
    public double? Percent { get; init; }
}
