using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Outrigger.Http;
using Outrigger.Http.Http1;

namespace Outrigger.Proxy.Admin;

/// <summary>
/// One connection of the administration server: one request after the other, strictly parsed.
/// </summary>
internal sealed class AdminConnection(Socket socket, AdminRouter router, TimeProvider time)
{
    private const int RequestBytesMax = 64 * 1024;
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);

    private readonly Http1RequestParser _parser = new(Http1Limits.Default);
    private readonly RequestHead _head = new();
    private byte[] _buffer = new byte[2048];
    private int _filled;

    /// <summary>Serves until the client closes, is silent too long, or makes a mistake.</summary>
    public async Task ServeAsync(CancellationToken cancellation)
    {
        bool isOpen = true;
        while (isOpen)
        {
            using var timeout = new CancellationTokenSource(IdleTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
            isOpen = await ServeOneAsync(either.Token);
        }
    }

    private async Task<bool> ServeOneAsync(CancellationToken cancellation)
    {
        Http1ParseStatus status;
        int consumed;
        while (true)
        {
            status = _parser.Parse(_buffer.AsSpan(0, _filled), _head, out consumed);
            if (status != Http1ParseStatus.NeedMoreData)
            {
                break;
            }

            if (!await ReadMoreAsync(cancellation))
            {
                return false;
            }
        }

        if (status == Http1ParseStatus.Error)
        {
            Http1Error error = _parser.Error;
            await SendAsync(
                new AdminResponse(error.StatusCode(), error.Sentence() + "\n"), false, false, cancellation);
            return false;
        }

        Drop(consumed);
        bool keepsAlive = _head.KeepAlive && await SkipBodyAsync(cancellation);
        string method = Encoding.ASCII.GetString(_head.Method);
        var request = AdminRequest.Parse(method, Encoding.ASCII.GetString(_head.Path));
        await SendAsync(router.Answer(request), isHead: method == "HEAD", keepsAlive, cancellation);
        return keepsAlive;
    }

    // No command takes a body; one of known and modest length is read away, after any other the connection
    // ends.
    private async Task<bool> SkipBodyAsync(CancellationToken cancellation)
    {
        if (!_head.HasBody)
        {
            return true;
        }

        if (_head.ContentLength is < 0 or > RequestBytesMax)
        {
            return false;
        }

        while (_filled < _head.ContentLength)
        {
            if (!await ReadMoreAsync(cancellation))
            {
                return false;
            }
        }

        Drop((int)_head.ContentLength);
        return true;
    }

    private async Task<bool> ReadMoreAsync(CancellationToken cancellation)
    {
        if (_filled == _buffer.Length)
        {
            // The parser's own limit on heads is below this, and so is the limit on bodies.
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, 2 * RequestBytesMax));
        }

        int count = await socket.ReceiveAsync(_buffer.AsMemory(_filled), SocketFlags.None, cancellation);
        _filled += count;
        return count > 0;
    }

    private void Drop(int count)
    {
        _buffer.AsSpan(count, _filled - count).CopyTo(_buffer);
        _filled -= count;
    }

    private async Task SendAsync(
        AdminResponse response, bool isHead, bool keepsAlive, CancellationToken cancellation)
    {
        byte[] body = Encoding.UTF8.GetBytes(response.Body);
        string allow = response.Allow is null ? "" : $"allow: {response.Allow}\r\n";
        string connection = keepsAlive ? "" : "connection: close\r\n";
        string reason = Encoding.ASCII.GetString(ReasonPhrases.Of(response.Status));
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {response.Status} {reason}\r\ncontent-type: {response.ContentType}\r\n"
            + $"cache-control: no-cache, max-age=0\r\nx-content-type-options: nosniff\r\n"
            + $"date: {time.GetUtcNow():R}\r\nserver: outrigger\r\n{allow}{connection}"
            + $"content-length: {body.Length}\r\n\r\n");
        await SendAllAsync(Encoding.ASCII.GetBytes(head), cancellation);
        if (!isHead)
        {
            await SendAllAsync(body, cancellation);
        }

        response.AfterSent?.Invoke();
    }

    private async Task SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancellation)..];
        }
    }
}
