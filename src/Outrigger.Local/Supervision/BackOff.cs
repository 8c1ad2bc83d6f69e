namespace Outrigger.Local.Supervision;

/// <summary>
/// How long to wait before a process that ended is started again: doubling from a first wait up to a cap, as
/// the kubelet does, and from the beginning again once a run has lasted.
/// </summary>
/// <remarks>
/// The kubelet begins at 10 s because a container's start is dear; a process's is not, and a sidecar that was
/// killed should be back before anybody notices.
/// </remarks>
internal sealed class BackOff
{
    private readonly TimeSpan _first;
    private readonly TimeSpan _cap;
    private readonly TimeSpan _steadyAfter;
    private TimeSpan _next;

    /// <summary>Starts at <paramref name="first"/>.</summary>
    /// <param name="first">The first wait.</param>
    /// <param name="cap">The longest wait.</param>
    /// <param name="steadyAfter">A run that lasted this long makes the next wait the first again.</param>
    public BackOff(TimeSpan first, TimeSpan cap, TimeSpan steadyAfter)
    {
        _first = first;
        _cap = cap;
        _steadyAfter = steadyAfter;
        _next = first;
    }

    /// <summary>10 ms, doubling to 30 s; a run of 10 s or more counts as steady.</summary>
    public static BackOff ForProcesses() =>
        new(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10));

    /// <summary>The wait that follows a run of <paramref name="lasted"/>.</summary>
    public TimeSpan NextAfter(TimeSpan lasted)
    {
        if (lasted >= _steadyAfter)
        {
            _next = _first;
        }

        var wait = _next;
        _next = wait >= _cap / 2 ? _cap : wait * 2;
        return wait;
    }
}
