using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record TcpKeepalive.</summary>
public sealed record TcpKeepalive
{
    /// <summary>Field interval.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Interval { get; init; }

    /// <summary>Field probes.</summary>
    public uint? Probes { get; init; }

    /// <summary>Field time.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Time { get; init; }
}
