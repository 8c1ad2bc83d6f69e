using System.Net;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Net.Tls;

namespace Outrigger.Net.Tests.Tls;

/// <summary>Our own client of TLS: connects, exchanges some bytes, closes, and tells what came of it.</summary>
internal static class OwnClient
{
    public static Task<TlsEchoServer.Outcome> ExchangeAsync(
        LoopThread thread, IPEndPoint server, TlsContext context, byte[]? data = null, TlsPeerRequest request = default) =>
        thread.Start(() => RunAsync(thread.Loop, server, context, data ?? [1, 2, 3], request));

    private static async LoopTask<TlsEchoServer.Outcome> RunAsync(
        EventLoop loop, IPEndPoint server, TlsContext context, byte[] data, TlsPeerRequest request)
    {
        var address = NetworkAddress.FromIp(server.Address, server.Port);
        var connect = await Connector.ConnectAsync(loop, address, new ConnectOptions());
        Assert.True(context.TryAddReference());
        var connection = TlsConnection.CreateClient(connect.Connection!, context, in request);
        if (await connection.HandshakeAsync(loop.NowMs + 10_000) && await EchoAsync(connection, data) is { } received)
            Assert.Equal(data, received);
        var outcome = TlsEchoServer.Outcome.Of(connection);
        connection.Close();
        return outcome;
    }

    /// <summary>Sends all and reads as much back; null when the connection fails.</summary>
    private static async LoopTask<byte[]?> EchoAsync(TlsConnection connection, byte[] data)
    {
        var deadlineMs = connection.Loop.NowMs + 20_000;
        var received = new byte[data.Length];
        int sent = 0, got = 0;
        while (got < data.Length)
        {
            if (sent < data.Length)
            {
                // Two pieces, as a head and its payload come.
                var middle = sent + ((data.Length - sent) / 3);
                var write = connection.TryWrite(data.AsSpan(sent..middle), data.AsSpan(middle), out var taken);
                sent += taken;
                if (write == IoStatus.Failed)
                    return null;
            }

            var status = connection.TryRead(received.AsSpan(got), out var count);
            got += count;
            if (status is IoStatus.Failed or IoStatus.EndOfStream)
                return null;
            if (status == IoStatus.WouldBlock && await connection.ReadableAsync(deadlineMs) != WaitResult.Ready)
                return null;
        }

        return received;
    }
}
