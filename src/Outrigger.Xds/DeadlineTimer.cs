namespace Outrigger.Xds;

/// <summary>Wakes a task at a moment of its clock.</summary>
internal sealed class DeadlineTimer : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private readonly WakeSignal _wake;
    private readonly ITimer _timer;
    private TimeSpan? _deadline;
    private volatile bool _hasFired;

    public DeadlineTimer(TimeProvider time, long startedAt, WakeSignal wake)
    {
        _time = time;
        _startedAt = startedAt;
        _wake = wake;
        _timer = time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Now => _time.GetElapsedTime(_startedAt);

    /// <summary>Wakes at the deadline, at once if it has passed, or never when null.</summary>
    public void Set(TimeSpan? deadline)
    {
        // A timer that runs already is left alone, so that it cannot miss its moment by being set again. One
        // that has fired is set again: the system's timers may fire a little before their moment.
        if (deadline == _deadline && !_hasFired)
            return;
        _deadline = deadline;
        _hasFired = false;
        if (deadline is not { } moment)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        TimeSpan wait = moment - Now;
        if (wait > TimeSpan.Zero)
            _timer.Change(wait, Timeout.InfiniteTimeSpan);

        // The moment may have come between reading the clock and setting the timer.
        if (Now >= moment)
            Fire();
    }

    public void Dispose() => _timer.Dispose();

    private void Fire()
    {
        _hasFired = true;
        _wake.Wake();
    }
}
