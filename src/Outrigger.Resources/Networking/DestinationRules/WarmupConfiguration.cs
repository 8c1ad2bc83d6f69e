using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Lets new endpoints take their share of traffic gradually.</summary>
public sealed record WarmupConfiguration
{
    /// <summary>How steeply traffic grows; 1 is linear.</summary>
    [Range(Min = 0)]
    [AllowsNull]
    public double? Aggression { get; init; }

    /// <summary>How long it takes to reach the full share.</summary>
    [Required]
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Duration { get; init; }

    /// <summary>The share to start with, in percent.</summary>
    [Range(Min = 0, Max = 100)]
    [AllowsNull]
    public double? MinimumPercent { get; init; }
}
