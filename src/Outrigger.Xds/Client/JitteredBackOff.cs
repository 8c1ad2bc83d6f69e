namespace Outrigger.Xds.Client;

/// <summary>
/// Waits between reconnections: each is drawn evenly from zero up to a bound ("full jitter"), and the bound
/// doubles from one wait to the next.
/// </summary>
/// <param name="first">The first bound.</param>
/// <param name="max">The bound that it doubles up to.</param>
/// <param name="random">Draws the waits; used by one caller at a time.</param>
public sealed class JitteredBackOff(TimeSpan first, TimeSpan max, Random random)
{
    private int _doublings;

    /// <summary>The next wait.</summary>
    public TimeSpan Next()
    {
        TimeSpan bound = first * Math.Pow(2, _doublings);
        if (bound < max)
            _doublings++;
        else
            bound = max;
        return bound * random.NextDouble();
    }

    /// <summary>Begins again with the first bound.</summary>
    public void Reset() => _doublings = 0;
}
