using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Outrigger.Bench.Measuring;

/// <summary>A program under measurement and its children, pinned to one core.</summary>
internal sealed partial class RunningProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _log;

    private RunningProcess(Process process, string name, string log)
    {
        _process = process;
        Name = name;
        _log = log;
    }

    public string Name { get; }

    /// <summary>The process that was started; it may have children.</summary>
    public int Id => _process.Id;

    public static RunningProcess StartPinned(string name, IReadOnlyList<string> command, int core, string log)
    {
        // `exec` keeps the process id; the shell only redirects the output, which nobody reads while measuring.
        var words = string.Join(' ', command.Select(word => $"'{word}'"));
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec taskset -c {core} {words} >'{log}' 2>&1"]);
        return new RunningProcess(Process.Start(start)!, name, log);
    }

    /// <summary>Waits until the port accepts a connection; throws with the program's output when it does not.</summary>
    public void WaitForPort(int port)
    {
        var deadline = Stopwatch.StartNew();
        while (deadline.Elapsed < TimeSpan.FromSeconds(20))
        {
            if (_process.HasExited) break;
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(20);
            }
        }
        throw new InvalidOperationException($"{Name} does not listen on port {port}:\n{File.ReadAllText(_log)}");
    }

    /// <summary>CPU time used so far by the process and its children.</summary>
    public CpuTime Cpu()
    {
        var total = new CpuTime(0, 0);
        foreach (var id in WithChildren()) total += CpuTime.OfProcess(id);
        return total;
    }

    /// <summary>Resident memory of the process and its children, in bytes.</summary>
    public long ResidentBytes()
    {
        long pages = 0;
        foreach (var id in WithChildren())
        {
            var statm = $"/proc/{id}/statm";
            if (File.Exists(statm)) pages += long.Parse(File.ReadAllText(statm).Split(' ')[1]);
        }
        return pages * Environment.SystemPageSize;
    }

    public void Dispose()
    {
        foreach (var id in WithChildren()) _ = Kill(id, 15);
        if (!_process.WaitForExit(3000)) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private List<int> WithChildren()
    {
        var ids = new List<int> { _process.Id };
        for (var i = 0; i < ids.Count; i++)
        {
            var children = $"/proc/{ids[i]}/task/{ids[i]}/children";
            if (!File.Exists(children)) continue;
            ids.AddRange(File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(int.Parse));
        }
        return ids;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int id, int signal);
}
