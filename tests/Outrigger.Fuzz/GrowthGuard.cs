namespace Outrigger.Fuzz;

/// <summary>
/// Looks now and then at what stays in memory after a run. A parser that keeps something of every input grows
/// without end, and no single input shows it.
/// </summary>
internal sealed class GrowthGuard
{
    private const int RunsBetweenLooks = 50_000;
    private const long GrowthBytesMax = 16 * 1024 * 1024;

    private long _runs;
    private long _baselineBytes = -1;

    /// <summary>Counts a run.</summary>
    /// <exception cref="InvariantException">Memory has grown since the first look.</exception>
    public void AfterRun()
    {
        if (++_runs % RunsBetweenLooks != 0)
            return;
        long bytes = GC.GetTotalMemory(forceFullCollection: true);
        if (_baselineBytes < 0)
            _baselineBytes = bytes;
        else if (bytes > _baselineBytes + GrowthBytesMax)
            throw new InvariantException($"{bytes} bytes stay after {_runs} runs, {_baselineBytes} at first");
    }
}
