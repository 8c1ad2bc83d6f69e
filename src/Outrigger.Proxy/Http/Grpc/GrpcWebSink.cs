using Outrigger.Http;
using Outrigger.Http.Grpc;
using Outrigger.Net.Buffers;
using Outrigger.Net.Loops;

namespace Outrigger.Proxy.Http.Grpc;

/// <summary>
/// Turns the content of a gRPC response into that of gRPC-Web: its trailers become the last frame, and in the text
/// form all of it becomes base64.
/// </summary>
/// <param name="encoded">What was made and not yet taken by the client's side.</param>
internal sealed class GrpcWebSink(StreamBuffer encoded) : BodySink
{
    private BodySink _sink = null!;
    private GrpcWebTextEncoder _encoder;
    private bool _isText;
    private bool _isEndMade;
    private bool _hasFailed;

    /// <summary>Prepares to write.</summary>
    /// <param name="sink">Where content goes to the client.</param>
    /// <param name="isText">Whether it goes out as base64.</param>
    public void Begin(BodySink sink, bool isText)
    {
        _sink = sink;
        _isText = isText;
        _encoder = default;
        _isEndMade = false;
        _hasFailed = false;
        encoded.Release();
    }

    /// <summary>Gives the buffer back.</summary>
    public void End() => encoded.Release();

    /// <inheritdoc/>
    public override int Append(ReadOnlySpan<byte> payload, bool isLast)
    {
        if (!PassOn())
            return 0;
        if (!_isText)
            return _sink.Append(payload, isLast: false);
        var taken = Encode(payload);
        PassOn();
        return taken;
    }

    /// <inheritdoc/>
    public override bool TryAppendEnd(HeaderMap? trailers)
    {
        if (!_isEndMade && (!PassOn() || !TryMakeEnd(trailers)))
            return false;
        _isEndMade = true;
        return PassOn() && _sink.TryAppendEnd(trailers: null);
    }

    /// <inheritdoc/>
    public override SinkStatus Flush(ReadOnlySpan<byte> payload, bool isLast, out int taken)
    {
        taken = 0;
        if (_hasFailed)
            return SinkStatus.Failed;
        while (!encoded.IsEmpty)
        {
            var status = _sink.Flush(encoded.Unread, isLast: false, out var written);
            encoded.Consume(written);
            if (status != SinkStatus.Done)
                return status;
            // What goes out in chunks is taken by Append alone, for which there is room again.
            PassOn();
        }

        encoded.ReleaseIfEmpty();
        return _sink.Flush(_isText ? default : payload, isLast: false, out taken);
    }

    /// <inheritdoc/>
    public override ReadinessAwaitable WritableAsync(long deadlineMs) => _sink.WritableAsync(deadlineMs);

    /// <inheritdoc/>
    public override void CancelWritable() => _sink.CancelWritable();

    /// <summary>Gives the client's side what was made; returns whether it took all of it.</summary>
    private bool PassOn()
    {
        while (!encoded.IsEmpty)
        {
            var taken = _sink.Append(encoded.Unread, isLast: false);
            if (taken == 0)
                return false;
            encoded.Consume(taken);
        }

        return true;
    }

    /// <summary>Encodes as much as there is room for; returns how many bytes were taken.</summary>
    private int Encode(ReadOnlySpan<byte> bytes)
    {
        encoded.EnsureRoom(GrpcWebTextEncoder.LengthMax(1));
        // Four characters for three bytes, and the bytes that wait may come to four more.
        var count = Math.Min(bytes.Length, ((encoded.Room.Length / 4) - 1) * 3);
        encoded.Advance(_encoder.Encode(bytes[..count], isEnd: false, encoded.Room));
        return count;
    }

    private bool TryMakeEnd(HeaderMap? trailers)
    {
        var length = trailers is null ? 0 : GrpcWebTrailers.LengthOf(trailers);
        var textLength = _isText ? GrpcWebTextEncoder.LengthMax(length) : 0;
        // Nothing waits here before the end, so what finds no room now never will.
        _hasFailed = !encoded.EnsureRoom(textLength + length);
        if (_hasFailed)
            return false;
        // In the text form the frame lies behind the room for its base64 until it is encoded.
        var frame = encoded.Room.Slice(textLength, length);
        if (trailers is not null)
            GrpcWebTrailers.Write(trailers, frame);
        encoded.Advance(_isText ? _encoder.Encode(frame, isEnd: true, encoded.Room[..textLength]) : length);
        return true;
    }
}
