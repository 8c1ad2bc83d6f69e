namespace Outrigger.Xds.Client;

/// <summary>Wakes the client's task at a moment of its clock.</summary>
internal sealed class DeadlineTimer : IDisposable
{
    private readonly ClientContext _context;
    private readonly ITimer _timer;
    private TimeSpan? _deadline;
    private volatile bool _hasFired;

    public DeadlineTimer(ClientContext context)
    {
        _context = context;
        _timer = context.Time.CreateTimer(
            _ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

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

        TimeSpan wait = moment - _context.Now;
        if (wait > TimeSpan.Zero)
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        if (_context.Now >= moment)
            Fire();
    }

    public void Dispose() => _timer.Dispose();

    private void Fire()
    {
        _hasFired = true;
        _context.Wake.Wake();
    }
}
