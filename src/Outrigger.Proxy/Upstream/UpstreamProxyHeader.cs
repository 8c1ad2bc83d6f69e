using Outrigger.Net.Buffers;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.ProxyProtocol;

namespace Outrigger.Proxy.Upstream;

/// <summary>
/// Sends the PROXY protocol header of a connection to an endpoint: for whom it is opened, or that it is our
/// own.
/// </summary>
internal static class UpstreamProxyHeader
{
    /// <summary>Sends the header.</summary>
    /// <param name="socket">The connection, before any other byte was sent.</param>
    /// <param name="model">How the header is written.</param>
    /// <param name="client">For whom the connection is, or null.</param>
    /// <param name="deadlineMs">Loop time at which to give up.</param>
    /// <returns>Whether it was sent whole.</returns>
    public static async LoopTask<bool> SendAsync(
        StreamConnection socket,
        UpstreamProxyProtocolModel model,
        DownstreamConnection? client,
        long deadlineMs)
    {
        var buffer = socket.Loop.CreateStreamBuffer();
        try
        {
            Fill(buffer, model, client);
            while (true)
            {
                var status = socket.TryWrite(buffer.Unread, out var count);
                buffer.Consume(count);
                if (buffer.IsEmpty)
                    return true;
                if (status == IoStatus.Failed || await socket.WritableAsync(deadlineMs) != WaitResult.Ready)
                    return false;
            }
        }
        finally
        {
            buffer.Release();
        }
    }

    private static void Fill(
        StreamBuffer buffer, UpstreamProxyProtocolModel model, DownstreamConnection? client)
    {
        var source = client?.PeerAddress;
        var destination = client?.Destination;
        if (model.Version == ProxyHeaderVersion.V1)
        {
            buffer.EnsureRoom(ProxyHeaderV1.LengthMax);
            buffer.Advance(ProxyHeaderWriter.WriteV1(source, destination, buffer.Room));
            return;
        }

        var entries = model.PassedEntries.Select(client?.ProxyEntries ?? []);
        // The entries fitted into a header once; into one with longer addresses they may not.
        if (entries.Length > ProxyHeaderWriter.EntriesLengthMax)
            entries = [];
        buffer.EnsureRoom(ProxyHeaderWriter.LengthWithoutEntriesMax + entries.Length);
        buffer.Advance(ProxyHeaderWriter.WriteV2(source, destination, entries, buffer.Room));
    }
}
