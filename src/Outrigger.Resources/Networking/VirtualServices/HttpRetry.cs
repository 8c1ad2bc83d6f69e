using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Repeats requests that failed.</summary>
public sealed record HttpRetry
{
    /// <summary>How many repetitions; 0 turns retries off.</summary>
    public int? Attempts { get; init; }

    /// <summary>The least wait between attempts.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Backoff { get; init; }

    /// <summary>The time that each attempt may take.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? PerTryTimeout { get; init; }

    /// <summary>Whether a repetition avoids the endpoints tried before.</summary>
    [AllowsNull]
    public bool? RetryIgnorePreviousHosts { get; init; }

    /// <summary>Conditions, separated by commas, on which to repeat.</summary>
    public string? RetryOn { get; init; }

    /// <summary>Whether a repetition may go to other localities.</summary>
    [AllowsNull]
    public bool? RetryRemoteLocalities { get; init; }
}
