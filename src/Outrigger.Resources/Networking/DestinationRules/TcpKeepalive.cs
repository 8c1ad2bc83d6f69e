using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>TCP keep-alive probes.</summary>
public sealed record TcpKeepalive
{
    /// <summary>Time between probes.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Interval { get; init; }

    /// <summary>How many unanswered probes end the connection.</summary>
    public uint? Probes { get; init; }

    /// <summary>Idle time before the first probe.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Time { get; init; }
}
