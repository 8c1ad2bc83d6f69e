using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record WarmupConfiguration.</summary>
public sealed record WarmupConfiguration
{
    /// <summary>Field aggression.</summary>
    [Range(Min = 0)]
    [AllowsNull]
    public double? Aggression { get; init; }

    /// <summary>Field duration.</summary>
    [Required]
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Duration { get; init; }

    /// <summary>Field minimumPercent.</summary>
    [Range(Min = 0, Max = 100)]
    [AllowsNull]
    public double? MinimumPercent { get; init; }
}
