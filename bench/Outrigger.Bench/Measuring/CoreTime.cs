namespace Outrigger.Bench.Measuring;

/// <summary>What a core has done since the machine's start, in the kernel's ticks.</summary>
internal readonly record struct CoreTime(long Idle, long Total)
{
    public double IdleShare => Total == 0 ? 0 : Idle / (double)Total;

    public static CoreTime Of(int core)
    {
        const int idle = 3, waiting = 4, countedOnce = 8;
        var line = File.ReadLines("/proc/stat").First(text => text.StartsWith($"cpu{core} ", StringComparison.Ordinal));
        var ticks = line.Split(' ')[1..].Select(long.Parse).Take(countedOnce).ToArray();
        return new CoreTime(ticks[idle] + ticks[waiting], ticks.Sum());
    }

    public static CoreTime operator -(CoreTime left, CoreTime right) =>
        new(left.Idle - right.Idle, left.Total - right.Total);
}
