namespace Outrigger.Net.Timers;

/// <summary>
/// A timer that is its own list node, so that setting and clearing one allocates nothing. Derive and override
/// <see cref="OnExpired"/>. It belongs to one loop and is touched from that loop's thread only.
/// </summary>
public abstract class LoopTimer
{
    internal LoopTimer? Previous;
    internal LoopTimer? Next;
    internal int Slot = -1;

    /// <summary>
    /// When the timer expires, in milliseconds of the loop's clock; meaningful while scheduled.
    /// </summary>
    public long DueMs { get; internal set; }

    /// <summary>Whether the timer waits in a wheel.</summary>
    public bool IsScheduled => Slot >= 0;

    /// <summary>
    /// Runs on the loop once the timer is due; it is no longer scheduled then and may be set again.
    /// </summary>
    protected internal abstract void OnExpired();
}

/// <summary>A timer that calls a delegate; for places where a class of its own earns nothing.</summary>
/// <param name="callback">What to run on the loop when the timer expires.</param>
public sealed class CallbackTimer(Action callback) : LoopTimer
{
    /// <inheritdoc/>
    protected internal override void OnExpired() => callback();
}
