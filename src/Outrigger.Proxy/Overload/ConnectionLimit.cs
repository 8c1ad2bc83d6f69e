namespace Outrigger.Proxy.Overload;

/// <summary>How many connections there are over all workers, and how many there may be.</summary>
/// <param name="max">How many there may be; 0 = any number.</param>
internal sealed class ConnectionLimit(long max)
{
    private long _count;

    /// <summary>How many there may be; 0 = any number.</summary>
    public long Max { get; } = max;

    /// <summary>How many there are.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Counts a new connection; false when there are as many as may be.</summary>
    /// <param name="ignoresLimit">Whether it is counted all the same.</param>
    public bool TryAdd(bool ignoresLimit = false)
    {
        if (Interlocked.Increment(ref _count) <= Max || Max == 0 || ignoresLimit)
            return true;
        Interlocked.Decrement(ref _count);
        return false;
    }

    /// <summary>A counted connection ended.</summary>
    public void Remove() => Interlocked.Decrement(ref _count);
}
