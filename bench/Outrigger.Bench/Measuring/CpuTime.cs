namespace Outrigger.Bench.Measuring;

/// <summary>CPU time of a process, in seconds.</summary>
internal readonly record struct CpuTime(double User, double System)
{
    /// <summary>The kernel counts in hundredths of a second (<c>USER_HZ</c>).</summary>
    private const double TicksPerSecond = 100;

    public static CpuTime OfProcess(int id)
    {
        var path = $"/proc/{id}/stat";
        if (!File.Exists(path)) return default;
        var text = File.ReadAllText(path);
        // The program's name stands in parentheses and may hold anything, so count from the last one.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return new CpuTime(long.Parse(fields[11]) / TicksPerSecond, long.Parse(fields[12]) / TicksPerSecond);
    }

    public static CpuTime operator +(CpuTime left, CpuTime right) =>
        new(left.User + right.User, left.System + right.System);

    public static CpuTime operator -(CpuTime left, CpuTime right) =>
        new(left.User - right.User, left.System - right.System);
}
