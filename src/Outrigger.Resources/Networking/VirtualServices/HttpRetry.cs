using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record HttpRetry.</summary>
public sealed record HttpRetry
{
    /// <summary>Field attempts.</summary>
    public int? Attempts { get; init; }

    /// <summary>Field backoff.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? Backoff { get; init; }

    /// <summary>Field perTryTimeout.</summary>
    [Rule(ValueRule.AtLeastOneMillisecond)]
    public TimeSpan? PerTryTimeout { get; init; }

    /// <summary>Field retryIgnorePreviousHosts.</summary>
    [AllowsNull]
    public bool? RetryIgnorePreviousHosts { get; init; }

    /// <summary>Field retryOn.</summary>
    public string? RetryOn { get; init; }

    /// <summary>Field retryRemoteLocalities.</summary>
    [AllowsNull]
    public bool? RetryRemoteLocalities { get; init; }
}
