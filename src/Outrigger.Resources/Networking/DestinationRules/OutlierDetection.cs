using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record OutlierDetection.</summary>
public sealed record OutlierDetection
{
    /// <summary>Field baseEjectionTime.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? BaseEjectionTime { get; init; }

    /// <summary>Field consecutive5xxErrors.</summary>
    [AllowsNull]
    public uint? Consecutive5xxErrors { get; init; }

    /// <summary>Field consecutiveErrors.</summary>
    public int? ConsecutiveErrors { get; init; }

    /// <summary>Field consecutiveGatewayErrors.</summary>
    [AllowsNull]
    public uint? ConsecutiveGatewayErrors { get; init; }

    /// <summary>Field consecutiveLocalOriginFailures.</summary>
    [AllowsNull]
    public uint? ConsecutiveLocalOriginFailures { get; init; }

    /// <summary>Field interval.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Interval { get; init; }

    /// <summary>Field maxEjectionPercent.</summary>
    public int? MaxEjectionPercent { get; init; }

    /// <summary>Field minHealthPercent.</summary>
    public int? MinHealthPercent { get; init; }

    /// <summary>Field outlierDetectionHttpErrorCodes.</summary>
    [Range(Min = 100, Max = 599, Of = SchemaPart.Item)]
    public IReadOnlyList<uint> OutlierDetectionHttpErrorCodes { get; init; } = [];

    /// <summary>Field splitExternalLocalOriginErrors.</summary>
    public bool? SplitExternalLocalOriginErrors { get; init; }
}
