using System.Globalization;
using System.Text;

namespace Outrigger.Local.Supervision;

/// <summary>
/// Ends the processes of an earlier run of the same mesh. They are known by the mark in their environment,
/// which their own children inherit; a process id on file could belong to somebody else by now.
/// </summary>
internal static class LeftoverProcesses
{
    /// <summary>How long a killed process may take to vanish before we go on without it.</summary>
    private static readonly TimeSpan VanishTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Ends every process that carries the mark, except this one, and waits for them to be gone. Returns how
    /// many there were.
    /// </summary>
    public static async Task<int> EndAsync(string mark, TimeProvider time, CancellationToken cancellation)
    {
        var found = Find(mark);
        var deadline = time.GetUtcNow() + VanishTimeout;
        var survivors = found;
        while (survivors.Count > 0 && time.GetUtcNow() < deadline)
        {
            // A process may start another while we look, hence again until none is found.
            foreach (var processId in survivors)
            {
                _ = NativeMethods.Kill(processId, (int)Signal.Kill);
            }

            await Task.Delay(PollInterval, time, cancellation);
            survivors = Find(mark);
        }

        return found.Count;
    }

    /// <summary>The ids of the living processes that carry the mark, except this one.</summary>
    public static IReadOnlyList<int> Find(string mark)
    {
        var needle = Encoding.UTF8.GetBytes($"{ProcessLauncher.MarkVariable}={mark}\0");
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            var name = Path.GetFileName(folder);
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && id != Environment.ProcessId
                && CarriesMark(folder, needle))
            {
                found.Add(id);
            }
        }

        return found;
    }

    private static bool CarriesMark(string processFolder, byte[] needle)
    {
        try
        {
            // A zombie's environment reads as empty, so it is not counted: nothing is left of it to end.
            var environment = File.ReadAllBytes(Path.Combine(processFolder, "environ"));
            var at = environment.AsSpan().IndexOf(needle);
            return at == 0 || (at > 0 && environment[at - 1] == 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Ended while we looked, or another user's: not ours either way.
            return false;
        }
    }
}
