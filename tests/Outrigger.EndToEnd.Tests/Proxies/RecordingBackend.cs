using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Outrigger.EndToEnd.Tests.Proxies;

/// <summary>
/// A server that notes every request that reaches it whole, and every byte that reaches it at all. It reads
/// what a proxy writes, which is regular, and so need not be clever.
/// </summary>
internal sealed partial class RecordingBackend : IAsyncDisposable
{
    private static readonly byte[] Answer = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nx-from: backend\r\ncontent-length: 0\r\n\r\n");

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly Task _running;
    private int _bytes;

    public RecordingBackend()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        _running = Task.Run(AcceptAsync);
    }

    /// <summary>The server's port on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>The requests that came whole.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>How many bytes came, of whole requests or not.</summary>
    public int Bytes => _bytes;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = await _listener.AcceptAsync(_stop.Token);
                _ = Task.Run(() => ServeAsync(connection));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        using (connection)
        {
            try
            {
                var received = new StringBuilder();
                var buffer = new byte[65536];
                var lengthMin = 0;
                int count;
                while ((count = await connection.ReceiveAsync(buffer, _stop.Token)) > 0)
                {
                    Interlocked.Add(ref _bytes, count);
                    received.Append(Encoding.Latin1.GetString(buffer, 0, count));
                    while (received.Length >= lengthMin
                        && TakeRequest(received, out lengthMin) is { } request)
                    {
                        _requests.Enqueue(request);
                        await connection.SendAsync(Answer, _stop.Token);
                    }
                }
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                // The proxy hung up, as it does on a request that turned out to be bad; or the test is over.
            }
        }
    }

    /// <param name="received">What was received and not taken.</param>
    /// <param name="lengthMin">How much there must be before it is worth looking again.</param>
    private static string? TakeRequest(StringBuilder received, out int lengthMin)
    {
        lengthMin = 0;
        var text = received.ToString();
        var headEnd = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (headEnd < 0)
        {
            return null;
        }

        var head = text[..headEnd].ToLowerInvariant();
        var end = ChunkedField().IsMatch(head)
            ? EndOfChunks(text, headEnd + 4)
            : headEnd + 4 + ContentLength(head);
        if (end < 0 || end > text.Length)
        {
            lengthMin = Math.Max(0, end);
            return null;
        }

        received.Remove(0, end);
        return text[..end];
    }

    // Other codings may come before chunked; what ends the content is chunked.
    [GeneratedRegex(@"\r\ntransfer-encoding: (?:[a-z-]+, )*chunked(?:\r|$)")]
    private static partial Regex ChunkedField();

    private static int ContentLength(string head)
    {
        const string name = "\r\ncontent-length: ";
        var at = head.IndexOf(name, StringComparison.Ordinal);
        if (at < 0)
        {
            return 0;
        }

        var value = head[(at + name.Length)..].Split('\r')[0];
        // More than a test ever sends: such a request is never whole.
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? (int)Math.Min(length, int.MaxValue / 2)
            : int.MaxValue / 2;
    }

    private static int EndOfChunks(string text, int at)
    {
        while (true)
        {
            var lineEnd = text.IndexOf("\r\n", at, StringComparison.Ordinal);
            if (lineEnd < 0)
            {
                return -1;
            }

            var size = int.Parse(
                text[at..lineEnd].Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                var trailersEnd = text.IndexOf("\r\n\r\n", lineEnd, StringComparison.Ordinal);
                return trailersEnd < 0 ? -1 : trailersEnd + 4;
            }

            at = lineEnd + 2 + size + 2;
            if (at > text.Length)
            {
                return -1;
            }
        }
    }
}
