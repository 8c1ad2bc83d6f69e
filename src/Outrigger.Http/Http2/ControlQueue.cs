using System.Buffers.Binary;

namespace Outrigger.Http.Http2;

/// <summary>
/// Puts control frames into the output, and keeps those for which there is no room: a peer that makes us
/// answer and does not read fills it, and is cut when it is full.
/// </summary>
internal sealed class ControlQueue(Http2Output output, int framesMax)
{
    private const int BytesKept = 4096;

    private byte[] _bytes = [];
    private int _start;
    private int _end;
    private int _frames;

    /// <summary>Whether a frame was lost because the queue was full; the connection must end.</summary>
    internal bool HasOverflowed { get; private set; }

    /// <summary>Whether no frame waits.</summary>
    internal bool IsEmpty => _start == _end;

    internal void WriteResetStream(int streamId, Http2ErrorCode code)
    {
        Span<byte> payload = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(payload, (uint)code);
        Write(FrameType.ResetStream, 0, streamId, payload);
    }

    internal void WriteWindowUpdate(int streamId, int increment)
    {
        Span<byte> payload = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, increment);
        Write(FrameType.WindowUpdate, 0, streamId, payload);
    }

    internal void WritePing(byte flags, ulong opaque)
    {
        Span<byte> payload = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(payload, opaque);
        Write(FrameType.Ping, flags, 0, payload);
    }

    /// <summary>Writes a frame now, or when there is room.</summary>
    internal void Write(FrameType type, byte flags, int streamId, ReadOnlySpan<byte> payload)
    {
        int length = FrameHeader.Bytes + payload.Length;
        if (!IsEmpty)
            Drain();
        Span<byte> room = IsEmpty ? output.GetRoom(length) : default;
        if (!room.IsEmpty)
        {
            FrameHeader.Write(room, payload.Length, type, flags, streamId);
            payload.CopyTo(room[FrameHeader.Bytes..]);
            output.Advance(length);
            return;
        }

        if (_frames == framesMax)
        {
            HasOverflowed = true;
            return;
        }

        Reserve(length);
        FrameHeader.Write(_bytes.AsSpan(_end), payload.Length, type, flags, streamId);
        payload.CopyTo(_bytes.AsSpan(_end + FrameHeader.Bytes));
        _end += length;
        _frames++;
    }

    /// <summary>
    /// Takes frames that are larger than the output can be relied on to be; nothing else may be written before
    /// they have left.
    /// </summary>
    internal void WriteFrames(ReadOnlySpan<byte> frames, int count)
    {
        Reserve(frames.Length);
        frames.CopyTo(_bytes.AsSpan(_end));
        _end += frames.Length;
        _frames += count;
        Drain();
    }

    /// <summary>Moves waiting frames into the output; returns whether none waits any more.</summary>
    internal bool Drain()
    {
        while (_start < _end)
        {
            int length = FrameHeader.Bytes + FrameHeader.Read(_bytes.AsSpan(_start)).Length;
            Span<byte> room = output.GetRoom(length);
            if (room.IsEmpty)
                return false;
            _bytes.AsSpan(_start, length).CopyTo(room);
            output.Advance(length);
            _start += length;
            _frames--;
        }

        _start = _end = 0;
        if (_bytes.Length > BytesKept)
            _bytes = [];
        return true;
    }

    /// <summary>Forgets what waits.</summary>
    internal void Clear()
    {
        _bytes = [];
        _start = _end = _frames = 0;
    }

    private void Reserve(int length)
    {
        if (_bytes.Length - _end >= length)
            return;
        _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
        _end -= _start;
        _start = 0;
        if (_bytes.Length - _end < length)
            Array.Resize(ref _bytes, Math.Max(256, (_end + length) * 2));
    }
}
