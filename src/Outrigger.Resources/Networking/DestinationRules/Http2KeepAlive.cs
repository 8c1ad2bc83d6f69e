using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record Http2KeepAlive.</summary>
public sealed record Http2KeepAlive
{
    /// <summary>Field interval.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Interval { get; init; }

    /// <summary>Field timeout.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Timeout { get; init; }
}
