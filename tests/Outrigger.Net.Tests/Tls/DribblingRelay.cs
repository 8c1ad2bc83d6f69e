using System.Net;
using System.Net.Sockets;

namespace Outrigger.Net.Tests.Tls;

/// <summary>Passes one connection on, byte by byte towards the server.</summary>
internal sealed class DribblingRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public DribblingRelay(IPEndPoint server)
    {
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _ = RelayAsync(server);
    }

    public IPEndPoint EndPoint { get; }

    public void Dispose() => _listener.Dispose();

    private async Task RelayAsync(IPEndPoint server)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        using var target = new TcpClient { NoDelay = true };
        await target.ConnectAsync(server);
        var back = target.GetStream().CopyToAsync(client.GetStream());
        var buffer = new byte[4096];
        while (await client.GetStream().ReadAsync(buffer) is > 0 and var count)
        {
            for (var index = 0; index < count; index++)
            {
                await target.GetStream().WriteAsync(buffer.AsMemory(index, 1));
                if (index % 16 == 0)
                    await Task.Yield();
            }
        }

        target.Client.Shutdown(SocketShutdown.Send);
        await back;
    }
}
