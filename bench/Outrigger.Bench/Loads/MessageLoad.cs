using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Outrigger.Bench.Loads;

/// <summary>Bytes without a protocol: a connection sends a message of 1 MB, waits for one as long, and again.</summary>
internal sealed class MessageLoad(int connections) : ILoad
{
    public LoadResult Run(int port, int seconds)
    {
        long done = 0, failures = 0;
        var watch = Stopwatch.StartNew();
        var threads = Enumerable.Range(0, connections).Select(_ => new Thread(() =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(IPAddress.Loopback, port);
            using var stream = new MessageStream(socket);
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                if (!stream.TrySend() || !stream.TryReceive())
                {
                    Interlocked.Increment(ref failures);
                    return;
                }
                Interlocked.Increment(ref done);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return new LoadResult(done, failures, watch.Elapsed.TotalSeconds);
    }
}
