using Outrigger.Bench.Measuring;
using Outrigger.Bench.Peers;

namespace Outrigger.Bench.Backends;

/// <summary>What stands behind every peer: the servers that leave most of the load's core free.</summary>
internal static class Backend
{
    public static IDisposable Start(string folder, ProxyTask task)
    {
        if (task.Protocol == Protocol.Tcp) return new EchoBackend(task.Backends);
        var processes = new ProcessGroup(
            task.IsHttp2 ? NghttpdBackend.Start(folder, task) : [NginxBackend.Start(folder, task)]);
        foreach (var address in task.Backends) processes.WaitForPort(int.Parse(address.Split(':')[1]));
        return processes;
    }

    private sealed class ProcessGroup(IReadOnlyList<RunningProcess> processes) : IDisposable
    {
        public void WaitForPort(int port) => processes[0].WaitForPort(port);

        public void Dispose()
        {
            foreach (var process in processes) process.Dispose();
        }
    }
}
