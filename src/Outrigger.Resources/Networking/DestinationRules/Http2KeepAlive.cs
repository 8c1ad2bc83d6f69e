using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>HTTP/2 pings that keep connections alive.</summary>
public sealed record Http2KeepAlive
{
    /// <summary>Time between pings.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Interval { get; init; }

    /// <summary>Time after which a ping counts as unanswered.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Timeout { get; init; }
}
