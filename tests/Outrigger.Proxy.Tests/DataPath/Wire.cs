using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Outrigger.Proxy.Tests.DataPath;

/// <summary>One end of a TCP connection, as text, without any HTTP of its own but the finding of message ends.</summary>
internal sealed class Wire : IDisposable
{
    private readonly List<byte> _received = [];

    public Wire(Socket socket)
    {
        Socket = socket;
        socket.NoDelay = true;
    }

    public Socket Socket { get; }

    public static async Task<Wire> ConnectAsync(IPEndPoint endPoint, int receiveBufferBytes = 0)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (receiveBufferBytes > 0)
            socket.ReceiveBufferSize = receiveBufferBytes;
        await socket.ConnectAsync(endPoint).WaitAsync(ProxyHarness.Patience);
        return new Wire(socket);
    }

    public async Task SendAsync(string text) => await SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await Socket.SendAsync(bytes.AsMemory(sent), SocketFlags.None).AsTask()
                .WaitAsync(ProxyHarness.Patience);
        }
    }

    /// <summary>A message with its content: head, then what content-length or chunks say.</summary>
    public async Task<string> ReceiveMessageAsync(bool hasNoBody = false)
    {
        var head = await ReceiveHeadAsync();
        if (hasNoBody)
            return head;
        var length = Header(head, "content-length");
        if (length is not null)
            return head + await ReceiveAsync(int.Parse(length));
        if (Header(head, "transfer-encoding")?.EndsWith("chunked", StringComparison.Ordinal) == true)
            return head + await ReceiveUntilAsync("0\r\n", thenUntil: "\r\n\r\n");
        return head;
    }

    public async Task<string> ReceiveHeadAsync() => await ReceiveUntilAsync("\r\n\r\n");

    public async Task<string> ReceiveUntilAsync(string end, string? thenUntil = null)
    {
        while (true)
        {
            var text = Encoding.Latin1.GetString([.. _received]);
            var at = text.IndexOf(end, StringComparison.Ordinal);
            if (at >= 0 && thenUntil is not null)
            {
                var from = Math.Max(0, at + end.Length - 2);
                var last = text.IndexOf(thenUntil, from, StringComparison.Ordinal);
                if (last >= 0)
                    return Take(last + thenUntil.Length);
            }
            else if (at >= 0)
            {
                return Take(at + end.Length);
            }

            if (!await FillAsync())
                throw new EndOfStreamException($"The connection ended after: {text}");
        }
    }

    public async Task<string> ReceiveAsync(int count)
    {
        while (_received.Count < count)
        {
            if (!await FillAsync())
                throw new EndOfStreamException($"The connection ended after {_received.Count} of {count} bytes.");
        }

        return Take(count);
    }

    /// <summary>Receives and forgets bytes; returns how many there were before the connection ended.</summary>
    public async Task<long> DiscardAsync(long count)
    {
        var total = Math.Min(_received.Count, count);
        Take((int)total);
        var buffer = new byte[256 * 1024];
        while (total < count)
        {
            var read = await Socket.ReceiveAsync(buffer.AsMemory(), SocketFlags.None).AsTask()
                .WaitAsync(ProxyHarness.Patience);
            if (read == 0)
                break;
            total += read;
        }

        return total;
    }

    /// <summary>All that comes until the connection ends; a reset counts as the end.</summary>
    public async Task<string> ReceiveToEndAsync()
    {
        while (await FillAsync())
        {
        }

        return Take(_received.Count);
    }

    /// <summary>Whether the connection ends here, without another byte.</summary>
    public async Task<bool> IsEndedAsync() => _received.Count == 0 && !await FillAsync();

    public static string? Header(string head, string name)
    {
        foreach (var line in head.Split("\r\n"))
        {
            if (line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))
                return line[(name.Length + 2)..];
        }

        return null;
    }

    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Dispose();
    }

    public void Dispose() => Socket.Dispose();

    private string Take(int count)
    {
        var text = Encoding.Latin1.GetString([.. _received.Take(count)]);
        _received.RemoveRange(0, count);
        return text;
    }

    private async Task<bool> FillAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            var count = await Socket.ReceiveAsync(buffer.AsMemory(), SocketFlags.None).AsTask()
                .WaitAsync(ProxyHarness.Patience);
            _received.AddRange(buffer.AsSpan(0, count));
            return count > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

internal static class TaskPatience
{
    /// <summary>Fails the test when the task does not end in time.</summary>
    public static Task InTime(this Task task) =>
        task.WaitAsync(ProxyHarness.Patience, TestContext.Current.CancellationToken);
}
