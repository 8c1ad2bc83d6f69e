using System.Globalization;

namespace Outrigger.Proxy.Overload;

/// <summary>
/// How much memory the process may use: the least limit of its control group and those around it, version 2
/// or 1. Read once, at the start.
/// </summary>
internal static class MemoryLimit
{
    /// <summary>Version 1 has no word for "no limit"; it is a number beyond any machine's memory.</summary>
    private const long NoLimitBytes = 1L << 60;

    /// <summary>The limit in bytes; null when there is none or it cannot be read.</summary>
    /// <param name="root">Where the file system begins; a test has another one.</param>
    public static long? Read(string root = "/")
    {
        try
        {
            long? least = null;
            foreach (string line in File.ReadLines(Path.Combine(root, "proc/self/cgroup")))
            {
                if (LimitOf(root, line) is { } limit && limit < (least ?? NoLimitBytes))
                    least = limit;
            }

            return least;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without control groups there is no limit that we could keep to.
            return null;
        }
    }

    /// <summary>A line is "number:controllers:path"; version 2 has no controllers there.</summary>
    private static long? LimitOf(string root, string line)
    {
        string[] parts = line.Split(':', 3);
        if (parts.Length < 3)
            return null;
        bool isVersion2 = parts[1].Length == 0;
        if (!isVersion2 && !parts[1].Split(',').Contains("memory"))
            return null;
        string mount = Path.Combine(root, isVersion2 ? "sys/fs/cgroup" : "sys/fs/cgroup/memory");
        string file = isVersion2 ? "memory.max" : "memory.limit_in_bytes";
        // Inside a container the path may be the host's, which is not there: the container's own group is
        // then the mount itself.
        long? least = null;
        for (string? path = parts[2]; !string.IsNullOrEmpty(path); path = Path.GetDirectoryName(path))
        {
            long? limit = ReadNumber(Path.Combine(mount, path.TrimStart('/'), file));
            if (limit < (least ?? NoLimitBytes))
                least = limit;
        }

        return least;
    }

    private static long? ReadNumber(string path) =>
        File.Exists(path)
        && long.TryParse(File.ReadAllText(path), NumberStyles.Integer, CultureInfo.InvariantCulture, out long value)
        && value > 0
            ? value
            : null;
}
