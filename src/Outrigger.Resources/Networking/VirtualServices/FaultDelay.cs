using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record FaultDelay.</summary>
[OneOf("fixedDelay", "exponentialDelay")]
public sealed record FaultDelay
{
    /// <summary>Field exponentialDelay.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? ExponentialDelay { get; init; }

    /// <summary>Field fixedDelay.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? FixedDelay { get; init; }

    /// <summary>Field percent.</summary>
    public int? Percent { get; init; }

    /// <summary>Field percentage.</summary>
    public Percent? Percentage { get; init; }
}
