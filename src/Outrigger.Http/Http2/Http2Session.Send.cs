using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Outrigger.Http.Http2;

/// <summary>
/// What the owner sends. On a stream that is closed, writes do nothing and take nothing.
/// </summary>
public sealed partial class Http2Session
{
    // Less room than this is not worth a frame, unless it is all that is to be sent.
    private const int DataBytesMin = 1024;

    private int _sendWindow = Http2Options.WindowBytesInitial;

    // Where a block is written for which the output is too small.
    private byte[]? _largeBlock;

    /// <summary>
    /// Opens a stream with a request (client); false, with nothing written, when none can be opened (see
    /// <see cref="StreamsAvailable"/>) or the output has no room. Fields that belong to a connection are left
    /// out; the length comes from the head, not from its map.
    /// </summary>
    /// <param name="head">Method, target and fields; with a protocol, an extended CONNECT.</param>
    /// <param name="endsStream">Whether nothing follows.</param>
    /// <param name="owner">For <see cref="Http2Stream.Owner"/>.</param>
    /// <param name="stream">The stream.</param>
    public bool TryOpenStream(
        RequestHead head, bool endsStream, object? owner, [NotNullWhen(true)] out Http2Stream? stream)
    {
        ArgumentNullException.ThrowIfNull(head);
        stream = null;
        if (StreamsAvailable == 0)
            return false;
        Span<byte> room = GetRoomForBlock(HeadWriter.LengthMax(head));
        if (room.IsEmpty)
            return false;
        stream = AddStream(_nextLocalId, isRemoteEnded: false);
        // Behind the last identifier there is none: the connection is used up.
        _nextLocalId = _nextLocalId == int.MaxValue ? -1 : _nextLocalId + 2;
        stream.Owner = owner;
        stream.Method = head.MethodKind;
        stream.IsLocalEnded = endsStream;
        _guard.OnStreamOpened();
        HeadWriter writer = new(_encoder, room[FrameHeader.Bytes..]);
        writer.Write(head);
        Frame(stream.Id, room, writer.Written, endsStream);
        return true;
    }

    /// <summary>
    /// Sends a response's head (server), an interim one or the final one; false, with nothing written, when
    /// the output has no room: it is tried again at <see cref="IHttp2Handler.OnWritable"/>. Fields that
    /// belong to a connection are left out; the length comes from the head, not from its map.
    /// </summary>
    public bool TryWriteHead(Http2Stream stream, ResponseHead head, bool endsStream)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (!TryBegin(stream, HeadWriter.LengthMax(head), out Span<byte> room))
            return false;
        HeadWriter writer = new(_encoder, room[FrameHeader.Bytes..]);
        writer.Write(head, endsStream);
        stream.HasResponse |= head.Status >= 200;
        Frame(stream.Id, room, writer.Written, endsStream);
        if (endsStream)
            EndLocal(stream);
        return true;
    }

    /// <summary>
    /// Sends trailers and with them the end; false, with nothing written, when the output has no room.
    /// </summary>
    public bool TryWriteTrailers(Http2Stream stream, HeaderMap trailers)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        if (!TryBegin(stream, HeadWriter.LengthMax(trailers), out Span<byte> room))
            return false;
        HeadWriter writer = new(_encoder, room[FrameHeader.Bytes..]);
        writer.Write(trailers);
        Frame(stream.Id, room, writer.Written, endsStream: true);
        EndLocal(stream);
        return true;
    }

    /// <summary>
    /// Sends content, as much as both windows and the output take, and with the last byte the end if
    /// <paramref name="endsStream"/>. An end without content is sent when there is room
    /// (<see cref="Http2Stream.IsLocalEnded"/> tells).
    /// </summary>
    /// <returns>
    /// How many bytes it took; when these are not all, the rest is offered again at
    /// <see cref="IHttp2Handler.OnWritable"/>.
    /// </returns>
    public int WriteData(Http2Stream stream, ReadOnlySpan<byte> content, bool endsStream)
    {
        if (!CanWrite(stream) || (content.IsEmpty && !endsStream))
            return 0;
        int taken = 0;
        do
        {
            int left = content.Length - taken;
            // A peer that makes its windows smaller leaves less than nothing in them; an end needs none.
            int length = Math.Clamp(Math.Min(stream.SendWindow, _sendWindow), 0, left);
            length = Math.Min(length, Math.Min(_sendFrameBytesMax, Http2Options.FrameBytesMaxInitial));
            Span<byte> room = length > 0 || left == 0
                ? GetRoom(FrameHeader.Bytes + Math.Min(length, DataBytesMin))
                : default;
            if (room.IsEmpty)
            {
                stream.WaitsForRoomOnly = left == 0;
                Wait(stream);
                return taken;
            }

            length = Math.Min(length, room.Length - FrameHeader.Bytes);
            bool ends = endsStream && length == left;
            FrameHeader.Write(room, length, FrameType.Data, ends ? FrameFlags.EndStream : (byte)0, stream.Id);
            content.Slice(taken, length).CopyTo(room[FrameHeader.Bytes..]);
            _output.Advance(FrameHeader.Bytes + length);
            stream.SendWindow -= length;
            _sendWindow -= length;
            stream.HadTurn = true;
            taken += length;
            _guard.OnDataSent();
        }
        while (taken < content.Length);
        if (endsStream)
            EndLocal(stream);
        return taken;
    }

    private bool TryBegin(Http2Stream stream, int blockBytesMax, out Span<byte> room)
    {
        room = default;
        if (!CanWrite(stream))
            return false;
        room = GetRoomForBlock(blockBytesMax);
        if (!room.IsEmpty)
            return true;
        stream.WaitsForRoomOnly = true;
        Wait(stream);
        return false;
    }

    // A stream may have been reset a moment ago, before its owner could know.
    private static bool CanWrite(Http2Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Debug.Assert(stream.IsClosed || !stream.IsLocalEnded, "The stream has been ended by ourselves.");
        return !stream.IsClosed;
    }

    // Frames that wait go first: an acknowledgement must precede what relies on it.
    private Span<byte> GetRoom(int bytesMin) => _control.Drain() ? _output.GetRoom(bytesMin) : default;

    // A block cannot be interrupted, so it is written whole or not at all. One that is larger than every output
    // is written elsewhere first.
    private Span<byte> GetRoomForBlock(int blockBytes)
    {
        int bytes = blockBytes + (FrameHeader.Bytes * (1 + (blockBytes / Http2Options.FrameBytesMaxInitial)));
        Span<byte> room = GetRoom(bytes);
        if (!room.IsEmpty || bytes <= Http2Output.BytesMin || !_control.IsEmpty)
            return room;
        _largeBlock = new byte[bytes];
        return _largeBlock;
    }

    // Puts frames around a block that starts behind the room for the first one's header. A block that needs
    // several is spread from its end.
    private void Frame(int streamId, Span<byte> room, int blockLength, bool endsStream)
    {
        int frameBytesMax = Http2Options.FrameBytesMaxInitial;
        int continuations = Math.Max(0, blockLength - 1) / frameBytesMax;
        byte flags = endsStream ? FrameFlags.EndStream : (byte)0;
        for (int i = continuations; i > 0; i--)
        {
            int start = i * frameBytesMax;
            int length = Math.Min(frameBytesMax, blockLength - start);
            Span<byte> frame = room[(start + (i * FrameHeader.Bytes))..];
            room.Slice(FrameHeader.Bytes + start, length).CopyTo(frame[FrameHeader.Bytes..]);
            byte end = i == continuations ? FrameFlags.EndHeaders : (byte)0;
            FrameHeader.Write(frame, length, FrameType.Continuation, end, streamId);
        }

        if (continuations == 0)
            flags |= FrameFlags.EndHeaders;
        FrameHeader.Write(room, Math.Min(blockLength, frameBytesMax), FrameType.Headers, flags, streamId);
        int written = blockLength + ((continuations + 1) * FrameHeader.Bytes);
        if (_largeBlock is null)
        {
            _output.Advance(written);
            return;
        }

        _largeBlock = null;
        _control.WriteFrames(room[..written], continuations + 1);
    }

    private void EndLocal(Http2Stream stream)
    {
        stream.IsLocalEnded = true;
        if (stream.IsRemoteEnded)
            CloseStream(stream, isReset: false);
    }

    private bool CanProceed(Http2Stream stream) =>
        stream.WaitsForRoomOnly || (stream.SendWindow > 0 && _sendWindow > 0);

    private void Wait(Http2Stream stream) => (stream.HadTurn ? _served : _unserved).Add(stream);

    // Each of those that wait gets one turn. Who could send nothing at its last one comes first: else the first to
    // wait would take all the room there is each time, and the others would wait until it has nothing left.
    private void WakeWaiting()
    {
        int servedCount = _served.Count;
        Wake(_unserved, _unserved.Count);
        Wake(_served, servedCount);
    }

    private void Wake(WaitingStreams waiting, int turns)
    {
        for (; turns > 0 && !IsClosed; turns--)
        {
            if (waiting.TakeFirst() is not { } stream)
                return;
            if (CanProceed(stream))
                WakeOne(stream);
            else
                waiting.Add(stream);
        }
    }

    private void WakeOne(Http2Stream stream)
    {
        stream.HadTurn = false;
        _handler.OnWritable(stream);
    }
}
