using System.Net;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;

namespace Outrigger.Net.Tests.Sockets;

/// <summary>Sends back what it receives; holds a buffer only while bytes are under way.</summary>
internal sealed class EchoServer : IAcceptHandler
{
    private readonly LoopThread _thread;

    public EchoServer(LoopThread thread, NetworkAddress? address = null, ListenOptions? options = null)
    {
        _thread = thread;
        Listener = thread.Run(() => new SocketListener(
            thread.Loop, address ?? NetworkAddress.FromIp(IPAddress.Loopback, 0), options ?? new ListenOptions(), this));
    }

    public SocketListener Listener { get; }

    public int Accepted { get; private set; }

    public int Ended { get; private set; }

    public long AllocatedBytes { get; private set; }

    public long EchoesPerReset { get; set; } = long.MaxValue;

    public IPEndPoint EndPoint => new(Listener.Address.Ip!, Listener.Address.Port);

    public void OnAccepted(SocketListener listener, SocketConnection connection)
    {
        Accepted++;
        ServeAsync(connection).Detach(_thread.Faults.Enqueue);
    }

    private async LoopTask ServeAsync(SocketConnection connection)
    {
        var echoes = 0L;
        while (await connection.ReadableAsync(long.MaxValue) == WaitResult.Ready)
        {
            var buffer = _thread.Loop.Buffers.Rent();
            var status = connection.TryRead(buffer.Span, out var count);
            for (var sent = 0; status == IoStatus.Ok && sent < count;)
            {
                status = connection.TryWrite(buffer.Span[sent..count], out var taken);
                sent += taken;
                if (sent < count && await connection.WritableAsync(long.MaxValue) != WaitResult.Ready)
                    status = IoStatus.Failed;
                else if (status == IoStatus.WouldBlock)
                    status = IoStatus.Ok;
            }

            _thread.Loop.Buffers.Return(buffer);
            if (++echoes == EchoesPerReset)
                AllocatedBytes = GC.GetAllocatedBytesForCurrentThread();
            if (status is IoStatus.EndOfStream or IoStatus.Failed)
                break;
        }

        connection.Close();
        Ended++;
    }
}
