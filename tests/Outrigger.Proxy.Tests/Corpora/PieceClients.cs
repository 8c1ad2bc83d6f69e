using System.Net;
using System.Net.Sockets;
using System.Text;
using Outrigger.Proxy.Tests.DataPath;

namespace Outrigger.Proxy.Tests.Corpora;

/// <summary>
/// Many clients at once, each of which sends some bytes in pieces. The next pieces are sent when the proxy has read
/// the ones before, so that it really sees them one by one.
/// </summary>
internal sealed class PieceClients : IDisposable
{
    // After so many rounds of the loop, what was ready before them has been read.
    private const int RoundsUntilRead = 4;

    private const int ReceiveTimeoutMs = 10_000;

    private readonly ProxyHarness _proxy;
    private readonly Socket[] _sockets;
    private readonly byte[] _buffer = new byte[16 * 1024];

    public PieceClients(ProxyHarness proxy, IPEndPoint endPoint, int count)
    {
        _proxy = proxy;
        _sockets = new Socket[count];
        for (int i = 0; i < count; i++)
        {
            _sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            {
                NoDelay = true,
                ReceiveTimeout = ReceiveTimeoutMs,
            };
            _sockets[i].Connect(endPoint);
        }
    }

    /// <summary>
    /// Each client sends its bytes in two pieces, the first client split at a place, the next one byte later, and
    /// so on. To split at 0 is to send all at once.
    /// </summary>
    public async Task SendSplitAsync(int firstSplit, Func<int, byte[]> bytesAt)
    {
        for (int i = 0; i < _sockets.Length; i++)
        {
            int split = firstSplit + i;
            byte[] bytes = bytesAt(split);
            Send(i, split == 0 ? bytes : bytes.AsSpan(0, split));
        }

        await UntilReadAsync();
        for (int i = 0; i < _sockets.Length; i++)
        {
            if (firstSplit + i > 0)
                Send(i, bytesAt(firstSplit + i).AsSpan(firstSplit + i));
        }
    }

    /// <summary>Each client sends the first of its bytes one by one, and the rest at once.</summary>
    public async Task SendByteByByteAsync(IReadOnlyList<byte[]> bytes, int singlesMax = int.MaxValue)
    {
        int longest = Math.Min(singlesMax, bytes.Max(item => item.Length));
        for (int at = 0; at < longest; at++)
        {
            for (int i = 0; i < bytes.Count; i++)
            {
                if (at < bytes[i].Length)
                    Send(i, bytes[i].AsSpan(at, 1));
            }

            await UntilReadAsync();
        }

        for (int i = 0; i < bytes.Count; i++)
        {
            if (bytes[i].Length > longest)
                Send(i, bytes[i].AsSpan(longest));
        }
    }

    /// <summary>All that a client gets until the proxy ends the connection; null when it does not, or by a reset.</summary>
    public string? ReceiveToEnd(int client)
    {
        StringBuilder text = new();
        int count;
        while ((count = Receive(client)) > 0)
            text.Append(Encoding.Latin1.GetString(_buffer, 0, count));
        return count == 0 ? text.ToString() : null;
    }

    /// <summary>The response to one request; when it refuses the request, until the end of the connection.</summary>
    public string? ReceiveResponse(int client, bool isToHead)
    {
        string text = "";
        while (!IsWhole(text, isToHead))
        {
            int count = Receive(client);
            if (count <= 0)
                return count == 0 ? text : null;
            text += Encoding.Latin1.GetString(_buffer, 0, count);
        }

        return text;
    }

    public void Dispose()
    {
        foreach (Socket socket in _sockets)
        {
            // A reset leaves no port behind that waits for late segments.
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }
    }

    private static bool IsWhole(string text, bool isToHead)
    {
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        bool isRefusal = !text.StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        return end >= 0 && !isRefusal && (isToHead || text.Length >= end + 4 + "ok".Length);
    }

    private int Receive(int client)
    {
        try
        {
            return _sockets[client].Receive(_buffer);
        }
        catch (SocketException)
        {
            return -1;
        }
    }

    private void Send(int client, ReadOnlySpan<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
                bytes = bytes[_sockets[client].Send(bytes)..];
        }
        catch (SocketException)
        {
            // The proxy has ended the connection; what it said before is still to be received.
            return;
        }
    }

    private async Task UntilReadAsync()
    {
        for (int round = 0; round < RoundsUntilRead; round++)
            await _proxy.RunOnWorkerAsync(_ => true);
    }
}
