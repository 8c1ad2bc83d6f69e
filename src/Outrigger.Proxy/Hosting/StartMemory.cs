using System.Globalization;
using System.Runtime.InteropServices;
using Outrigger.Proxy.Logging;

namespace Outrigger.Proxy.Hosting;

/// <summary>
/// Gives back, once, what only the start needed. A proxy without traffic makes no garbage, so nothing would
/// ever collect the parsed files; and the kernel keeps every page of the program mapped that ran a single
/// time.
/// </summary>
internal static partial class StartMemory
{
    private const int AdviceDontNeed = 4;

    /// <summary>
    /// Collects the garbage and unmaps the program's clean pages. What is used again comes back by itself.
    /// </summary>
    public static void Release(EventLog log)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        try
        {
            long bytes = CleanProgramPages().Sum(
                pages => Release(pages.Start, pages.Length) ? pages.Length : 0);
            log.Debug("main", "memory of the start given back", ("program_bytes", bytes));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.Debug("main", "the program's pages are not known, they stay", ("reason", exception.Message));
        }
    }

    private static bool Release(long start, long length) =>
        Advise((nint)start, (nuint)length, AdviceDontNeed) == 0;

    /// <summary>
    /// The ranges of the program's own file that are mapped read-only and have no page of their own: dropping
    /// a page that was written since, as the linker does with relocations, would lose what was written.
    /// </summary>
    private static IEnumerable<(long Start, long Length)> CleanProgramPages()
    {
        string? program = Environment.ProcessPath;
        (long Start, long Length) range = default;
        bool isCandidate = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 6 && words[1].Length == 4 && words[0].Contains('-'))
            {
                isCandidate = words[^1] == program && words[1] is "r--p" or "r-xp";
                range = ParseRange(words[0]);
            }
            else if (words.Length >= 2 && words[0] == "Anonymous:" && isCandidate && words[1] == "0")
            {
                yield return range;
            }
        }
    }

    private static (long Start, long Length) ParseRange(string text)
    {
        int dash = text.IndexOf('-');
        long start = long.Parse(text.AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        long end = long.Parse(text.AsSpan(dash + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (start, end - start);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
