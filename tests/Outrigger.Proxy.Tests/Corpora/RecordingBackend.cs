using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Outrigger.Proxy.Tests.Corpora;

/// <summary>
/// An endpoint that writes down every byte that reaches it, as requests read by the strictest rules, and answers
/// each complete one with 200.
/// </summary>
internal sealed class RecordingBackend : IDisposable
{
    private static readonly byte[] s_response = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"u8.ToArray();

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentBag<Socket> _sockets = [];
    private int _openCount;
    private int _acceptedCount;

    public RecordingBackend()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(4096);
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _ = AcceptAsync();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Connections that were accepted.</summary>
    public int AcceptedCount => Volatile.Read(ref _acceptedCount);

    /// <summary>Connections that were accepted and not yet closed; all that came on others is written down.</summary>
    public int OpenCount => Volatile.Read(ref _openCount);

    /// <summary>All that came, in the order of its end.</summary>
    public ConcurrentQueue<RecordedRequest> Requests { get; } = new();

    public void Dispose()
    {
        _listener.Dispose();
        foreach (Socket socket in _sockets)
            socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptAsync();
                socket.NoDelay = true;
                _sockets.Add(socket);
                Interlocked.Increment(ref _openCount);
                Interlocked.Increment(ref _acceptedCount);
                _ = ServeAsync(new Reader(socket));
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The test has ended.
            return;
        }
    }

    private async Task ServeAsync(Reader reader)
    {
        bool isKept = true;
        while (isKept)
        {
            RecordedRequest? request = await ReceiveAsync(reader);
            if (request is null)
                break;
            Requests.Enqueue(request);
            isKept = request.IsComplete && await reader.TrySendAsync(s_response)
                && !request.Values("connection").Contains("close");
        }

        reader.Close();
        Interlocked.Decrement(ref _openCount);
    }

    private static async Task<RecordedRequest?> ReceiveAsync(Reader reader)
    {
        string? head = await reader.TakeThroughAsync("\r\n\r\n");
        if (head is null)
            return reader.Rest.Length == 0 ? null : new RecordedRequest(reader.Rest, "", IsComplete: false);
        RecordedRequest request = new(head, "", IsComplete: true);
        if (!request.HasOneFraming)
            return request;
        if (request.Values("transfer-encoding").Length > 0)
            return await ReceiveChunksAsync(reader, request);
        if (request.Values("content-length") is not [string length])
            return request;
        string? content = await reader.TakeAsync(int.Parse(length, CultureInfo.InvariantCulture));
        return request with { Content = content ?? "", IsComplete = content is not null };
    }

    private static async Task<RecordedRequest> ReceiveChunksAsync(Reader reader, RecordedRequest request)
    {
        StringBuilder content = new();
        while (true)
        {
            string? line = await reader.TakeThroughAsync("\r\n");
            int size = line is null ? 0 : int.Parse(line[..^2], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            string? data = line is null ? null : await reader.TakeAsync(size + 2);
            if (data is null || !data.EndsWith("\r\n", StringComparison.Ordinal))
                return request with { IsComplete = false };
            if (size == 0)
                return request with { Content = content.ToString() };
            content.Append(data[..^2]);
        }
    }

    private sealed class Reader(Socket socket)
    {
        private readonly byte[] _buffer = new byte[64 * 1024];

        public string Rest { get; private set; } = "";

        public async Task<string?> TakeThroughAsync(string end)
        {
            int at;
            while ((at = Rest.IndexOf(end, StringComparison.Ordinal)) < 0)
            {
                if (!await FillAsync())
                    return null;
            }

            return Take(at + end.Length);
        }

        public async Task<string?> TakeAsync(int count)
        {
            StringBuilder taken = new(Rest, 0, Math.Min(count, Rest.Length), count);
            Rest = Rest[taken.Length..];
            while (taken.Length < count)
            {
                if (!await FillAsync())
                    return null;
                int length = Math.Min(count - taken.Length, Rest.Length);
                taken.Append(Rest, 0, length);
                Rest = Rest[length..];
            }

            return taken.ToString();
        }

        public async Task<bool> TrySendAsync(byte[] bytes)
        {
            try
            {
                return await socket.SendAsync(bytes, SocketFlags.None) == bytes.Length;
            }
            catch (SocketException)
            {
                return false;
            }
        }

        public void Close() => socket.Dispose();

        private string Take(int count)
        {
            string taken = Rest[..count];
            Rest = Rest[count..];
            return taken;
        }

        private async Task<bool> FillAsync()
        {
            try
            {
                int count = await socket.ReceiveAsync(_buffer, SocketFlags.None);
                Rest += Encoding.Latin1.GetString(_buffer, 0, count);
                return count > 0;
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }
}
