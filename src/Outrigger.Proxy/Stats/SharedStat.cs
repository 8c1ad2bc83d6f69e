namespace Outrigger.Proxy.Stats;

/// <summary>
/// One counter or gauge of the control side; any thread may write it. Not for the data path.
/// </summary>
/// <param name="name">Its names.</param>
/// <param name="kind">A counter or a gauge.</param>
internal sealed class SharedStat(StatName name, StatKind kind)
{
    private long _value;

    /// <summary>Its names.</summary>
    public StatName Name { get; } = name;

    /// <summary>A counter or a gauge.</summary>
    public StatKind Kind { get; } = kind;

    /// <summary>The number.</summary>
    public long Value => Volatile.Read(ref _value);

    /// <summary>Adds to it.</summary>
    public void Add(long amount = 1) => Interlocked.Add(ref _value, amount);

    /// <summary>Sets it.</summary>
    public void Set(long value) => Volatile.Write(ref _value, value);
}
