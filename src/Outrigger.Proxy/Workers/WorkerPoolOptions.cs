using Outrigger.Proxy.Logging;
using Outrigger.Proxy.Overload;

namespace Outrigger.Proxy.Workers;

/// <summary>What the workers are made with.</summary>
internal sealed record WorkerPoolOptions
{
    /// <summary>How many workers there are; 1 or more.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>How long connections may go on after the end of their listener, in milliseconds.</summary>
    public int DrainTimeMs { get; init; } = 600_000;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What the workers know of overload.</summary>
    public OverloadState Overload { get; init; } = new();

    /// <summary>
    /// Seed of the workers' random numbers: for load balancing and request ids. Secret in production.
    /// </summary>
    public required ulong Seed { get; init; }

    /// <summary>Gets handshakes of TLS that failed; must neither block nor throw. Null for nobody.</summary>
    public EventLog? Log { get; init; }

    /// <summary>
    /// Gets what our own code threw while serving; called on a worker, must neither block nor throw.
    /// </summary>
    public Action<Exception> OnFault { get; init; } = static _ => { };
}
