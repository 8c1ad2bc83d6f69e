using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Holds some requests back before forwarding them.</summary>
[OneOf("fixedDelay", "exponentialDelay")]
public sealed record FaultDelay
{
    /// <summary>A delay that grows; not supported by Istio either.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? ExponentialDelay { get; init; }

    /// <summary>The delay.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? FixedDelay { get; init; }

    /// <summary>Deprecated whole-number share; <see cref="Percentage"/> replaces it.</summary>
    public int? Percent { get; init; }

    /// <summary>The share of requests; none if not set.</summary>
    public Percent? Percentage { get; init; }
}
