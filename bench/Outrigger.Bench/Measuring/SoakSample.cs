namespace Outrigger.Bench.Measuring;

/// <summary>What a process holds at one moment.</summary>
/// <param name="Seconds">Since the load began.</param>
/// <param name="ResidentKilobytes">All resident memory, pages of files included.</param>
/// <param name="AnonymousKilobytes">Resident memory that is the process's own: heaps and stacks.</param>
/// <param name="Descriptors">Open file descriptors.</param>
internal sealed record SoakSample(int Seconds, long ResidentKilobytes, long AnonymousKilobytes, int Descriptors)
{
    public static SoakSample Take(RunningProcess process, int seconds)
    {
        var status = File.ReadLines($"/proc/{process.Id}/status").ToList();
        return new SoakSample(
            seconds,
            Kilobytes(status, "VmRSS:"),
            Kilobytes(status, "RssAnon:"),
            Directory.GetFiles($"/proc/{process.Id}/fd").Length);
    }

    public override string ToString() =>
        $"{Seconds,4} s  resident {ResidentKilobytes} kB  anonymous {AnonymousKilobytes} kB  "
        + $"{Descriptors} descriptors";

    private static long Kilobytes(IEnumerable<string> status, string name) => long.Parse(
        status.First(line => line.StartsWith(name, StringComparison.Ordinal))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1]);
}
