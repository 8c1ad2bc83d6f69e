using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Takes endpoints that keep failing out of use for a while.</summary>
public sealed record OutlierDetection
{
    /// <summary>Time that an endpoint is out, times how often it was; 30 s by default.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? BaseEjectionTime { get; init; }

    /// <summary>Failures in a row of status 5xx that count as failing; 5 by default.</summary>
    [AllowsNull]
    public uint? Consecutive5xxErrors { get; init; }

    /// <summary>Deprecated; <see cref="ConsecutiveGatewayErrors"/> replaces it.</summary>
    public int? ConsecutiveErrors { get; init; }

    /// <summary>Failures in a row of status 502, 503 or 504 that count as failing.</summary>
    [AllowsNull]
    public uint? ConsecutiveGatewayErrors { get; init; }

    /// <summary>Failures in a row without an answer that count as failing; 5 by default.</summary>
    [AllowsNull]
    public uint? ConsecutiveLocalOriginFailures { get; init; }

    /// <summary>Time between sweeps; 10 s by default.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Interval { get; init; }

    /// <summary>The greatest share of endpoints that may be out; 10 % by default.</summary>
    public int? MaxEjectionPercent { get; init; }

    /// <summary>The least share of healthy endpoints for the detection to work.</summary>
    public int? MinHealthPercent { get; init; }

    /// <summary>Statuses that count as failures.</summary>
    [Range(Min = 100, Max = 599, Of = SchemaPart.Item)]
    public IReadOnlyList<uint> OutlierDetectionHttpErrorCodes { get; init; } = [];

    /// <summary>Whether failures without an answer are counted apart.</summary>
    public bool? SplitExternalLocalOriginErrors { get; init; }
}
