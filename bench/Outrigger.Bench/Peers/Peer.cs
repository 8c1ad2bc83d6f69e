using System.Diagnostics;
using Outrigger.Bench.Measuring;

namespace Outrigger.Bench.Peers;

/// <summary>One proxy under measurement: how it is configured and started.</summary>
internal abstract class Peer(string name, int port)
{
    public string Name { get; } = name;

    public int Port { get; } = port;

    /// <summary>What differs from equal work, for the report; empty when nothing does.</summary>
    public virtual string Remark => "";

    /// <summary>The version as the program tells it.</summary>
    public abstract string Version();

    /// <summary>Writes the configuration under <paramref name="folder"/> and gives the command that runs it.</summary>
    protected abstract IReadOnlyList<string> Prepare(string folder, ProxyTask task);

    /// <summary>
    /// Starts the proxy pinned to the proxies' core, and waits until it listens on 127.0.0.1:<see cref="Port"/>.
    /// </summary>
    public RunningProcess Start(string folder, ProxyTask task)
    {
        var home = Directory.CreateDirectory(Path.Combine(folder, Name)).FullName;
        var process = RunningProcess.StartPinned(
            Name, Prepare(home, task), Cores.Proxy, Path.Combine(home, "output.log"));
        try
        {
            process.WaitForPort(Port);
            return process;
        }
        catch (InvalidOperationException)
        {
            process.Dispose();
            throw;
        }
    }

    protected static string FirstLine(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return text.Split('\n')[0].Trim();
    }
}
