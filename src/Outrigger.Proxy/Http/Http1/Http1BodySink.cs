using Outrigger.Http;
using Outrigger.Http.Http1;
using Outrigger.Net.Buffers;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;

namespace Outrigger.Proxy.Http.Http1;

/// <summary>How the end of content is told on an HTTP/1 connection.</summary>
internal enum Http1SinkFraming : byte
{
    /// <summary>The head has told the length, or the end of the connection will tell.</summary>
    Plain,

    /// <summary>By a last chunk.</summary>
    Chunked,

    /// <summary>By the end of our sending side: the bytes of a tunnel.</summary>
    Tunnel,
}

/// <summary>
/// Content that goes out on an HTTP/1 connection. A short piece is copied behind what waits already (the
/// head), a long one is gathered by the kernel, so both leave with one write.
/// </summary>
/// <param name="output">The connection's output; empty between exchanges.</param>
/// <param name="clock">The exchange's time limits.</param>
internal sealed class Http1BodySink(StreamBuffer output, ExchangeClock clock) : BodySink
{
    /// <summary>
    /// Content up to this length is copied behind the head; a longer piece is gathered by the kernel.
    /// </summary>
    private const int CopyBytesMax = 4 * 1024;

    private StreamConnection _socket = null!;
    private Http1SinkFraming _framing;
    private bool _endsTunnel;

    /// <summary>What waits to be written.</summary>
    public StreamBuffer Output => output;

    /// <summary>Prepares to write on a connection.</summary>
    /// <param name="socket">The connection.</param>
    public void Begin(StreamConnection socket)
    {
        _socket = socket;
        _framing = Http1SinkFraming.Plain;
        _endsTunnel = false;
        output.Release();
    }

    /// <summary>Chooses how the end will be told.</summary>
    /// <param name="framing">How.</param>
    public void SetFraming(Http1SinkFraming framing) => _framing = framing;

    /// <inheritdoc/>
    public override int Append(ReadOnlySpan<byte> payload, bool isLast)
    {
        if (_framing == Http1SinkFraming.Chunked)
            return AppendChunk(payload);
        if (payload.Length > CopyBytesMax)
            return 0;
        output.EnsureRoom(1);
        var count = Math.Min(payload.Length, output.Room.Length);
        output.Append(payload[..count]);
        return count;
    }

    /// <inheritdoc/>
    public override bool TryAppendEnd(HeaderMap? trailers)
    {
        _endsTunnel = _framing == Http1SinkFraming.Tunnel;
        if (_framing != Http1SinkFraming.Chunked)
            return true;
        output.EnsureRoom(Http1Writer.LastChunk.Length);
        if (trailers is null or { Count: 0 })
        {
            if (output.Room.Length < Http1Writer.LastChunk.Length)
                return false;
            output.Append(Http1Writer.LastChunk);
            return true;
        }

        int written;
        while (!Http1Writer.TryWriteLastChunk(trailers, output.Room, out written))
        {
            if (!output.TryGrow())
                return false;
        }

        output.Advance(written);
        return true;
    }

    /// <inheritdoc/>
    public override SinkStatus Flush(ReadOnlySpan<byte> payload, bool isLast, out int taken)
    {
        taken = 0;
        if (_framing == Http1SinkFraming.Chunked)
            payload = default;
        while (true)
        {
            var rest = payload[taken..];
            if (output.IsEmpty && rest.IsEmpty)
            {
                output.ReleaseIfEmpty();
                if (_endsTunnel)
                    _socket.ShutdownSend();
                return SinkStatus.Done;
            }

            var waiting = output.Count;
            if (_socket.TryWrite(output.Unread, rest, out var count) == IoStatus.Failed)
                return SinkStatus.Failed;
            var fromOutput = Math.Min(count, waiting);
            output.Consume(fromOutput);
            taken += count - fromOutput;
            if (count > 0)
                clock.Touch();
            if (count < waiting + rest.Length)
                return SinkStatus.Blocked;
        }
    }

    /// <inheritdoc/>
    public override ReadinessAwaitable WritableAsync(long deadlineMs) => _socket.WritableAsync(deadlineMs);

    /// <inheritdoc/>
    public override void CancelWritable() => _socket.CancelWritable();

    private int AppendChunk(ReadOnlySpan<byte> payload)
    {
        output.EnsureRoom(1);
        var room = output.Room.Length - Http1Writer.ChunkPrefixBytesMax - Http1Writer.ChunkSuffix.Length;
        var count = Math.Min(payload.Length, room);
        if (count <= 0)
            return 0;
        Http1Writer.TryWriteChunkPrefix(count, output.Room, out var prefix);
        output.Advance(prefix);
        output.Append(payload[..count]);
        output.Append(Http1Writer.ChunkSuffix);
        return count;
    }
}
