using System.Diagnostics;
using System.Runtime.CompilerServices;
using Outrigger.Net.Timers;

namespace Outrigger.Net.Loops;

/// <summary>
/// One direction of one connection or stream as an awaitable that is used again and again: at most one method
/// waits on it, and is resumed inline by the loop. The deadline is lazy: a wait only notes it, and the timer
/// already set stays where it is when it is earlier; a request that ends in time costs no timer operation at
/// all.
/// </summary>
/// <param name="loop">The loop whose thread uses it.</param>
public sealed class ReadinessSignal(EventLoop loop) : LoopTimer
{
    private Action? _continuation;
    private long _deadlineMs = long.MaxValue;
    private WaitResult _result;
    private bool _isClosed;

    /// <summary>
    /// Whether the kernel, or another source of readiness, said that the direction is ready, and nothing has
    /// shown otherwise since.
    /// </summary>
    public bool IsReady { get; set; }

    /// <summary>Whether a method waits.</summary>
    public bool HasWaiter => _continuation is not null;

    internal bool IsCompleted
    {
        get
        {
            if (IsReady)
                _result = WaitResult.Ready;
            else if (_isClosed)
                _result = WaitResult.Closed;
            else
                return false;
            return true;
        }
    }

    /// <summary>Waits until it is ready; await the result at once and once.</summary>
    /// <param name="deadlineMs">Loop time at which to give up; <see cref="long.MaxValue"/> for never.</param>
    public ReadinessAwaitable WaitAsync(long deadlineMs)
    {
        Prepare(deadlineMs);
        return new ReadinessAwaitable(this);
    }

    internal void Prepare(long deadlineMs) => _deadlineMs = deadlineMs;

    internal void OnCompleted(Action continuation)
    {
        if (_continuation is not null)
            throw new InvalidOperationException("Each direction of a connection has at most one waiter.");
        _continuation = continuation;
        if (_deadlineMs != long.MaxValue && (!IsScheduled || DueMs > _deadlineMs))
            loop.Schedule(this, _deadlineMs);
    }

    internal WaitResult TakeResult()
    {
        Debug.Assert(_continuation is null, "A wait's result is taken after it ended.");
        return _result;
    }

    /// <summary>Reports readiness: resumes the waiter, if there is one, on this stack.</summary>
    public void SetReady()
    {
        IsReady = true;
        if (_continuation is not { } continuation)
            return;
        _result = WaitResult.Ready;
        _continuation = null;
        continuation();
    }

    /// <summary>Ends a wait, if there is one; the waiter resumes from the loop, not on this stack.</summary>
    /// <param name="result">What the waiter is told.</param>
    public void Interrupt(WaitResult result)
    {
        if (_continuation is not { } continuation)
            return;
        _result = result;
        _continuation = null;
        loop.Defer(continuation);
    }

    /// <summary>Ends a wait, and every later one, with <see cref="WaitResult.Closed"/>.</summary>
    public void Close()
    {
        _isClosed = true;
        IsReady = false;
        loop.Cancel(this);
        Interrupt(WaitResult.Closed);
    }

    /// <summary>Starts anew: not ready, not closed.</summary>
    public void Reset()
    {
        Debug.Assert(_continuation is null, "Nobody waits on a signal that starts anew.");
        IsReady = false;
        _isClosed = false;
    }

    /// <inheritdoc/>
    protected internal override void OnExpired()
    {
        if (_continuation is not { } continuation || _deadlineMs == long.MaxValue)
            return;
        if (_deadlineMs > loop.NowMs)
        {
            loop.Schedule(this, _deadlineMs);
            return;
        }

        _result = WaitResult.TimedOut;
        _continuation = null;
        continuation();
    }
}

/// <summary>A wait for one direction of a connection; await it at once and once.</summary>
public readonly struct ReadinessAwaitable
{
    private readonly ReadinessSignal _signal;

    internal ReadinessAwaitable(ReadinessSignal signal) => _signal = signal;

    /// <summary>Lets <c>await</c> take the result.</summary>
    public Awaiter GetAwaiter() => new(_signal);

    /// <summary>The awaiter of a <see cref="ReadinessAwaitable"/>.</summary>
    public readonly struct Awaiter : ICriticalNotifyCompletion
    {
        private readonly ReadinessSignal _signal;

        internal Awaiter(ReadinessSignal signal) => _signal = signal;

        /// <summary>Whether nothing needs to be waited for.</summary>
        public bool IsCompleted => _signal.IsCompleted;

        /// <summary>How the wait ended.</summary>
        public WaitResult GetResult() => _signal.TakeResult();

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => _signal.OnCompleted(continuation);

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => _signal.OnCompleted(continuation);
    }
}
