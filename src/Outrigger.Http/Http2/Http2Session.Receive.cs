namespace Outrigger.Http.Http2;

/// <summary>Taking received bytes apart into frames (RFC 9113 sections 3.4 and 4).</summary>
public sealed partial class Http2Session
{
    /// <summary>
    /// What a client sends first (RFC 9113 section 3.4). A connection that begins with it speaks HTTP/2.
    /// </summary>
    public static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    private bool _hasPreface;
    private bool _hasFirstFrame;

    // Of the DATA frame that is being received: content that is still to come, then padding; also what is left
    // of a frame that is ignored. Without a stream the content is dropped.
    private int _contentLeft;
    private int _skipLeft;
    private Http2Stream? _contentStream;
    private bool _contentEndsStream;

    /// <summary>
    /// Takes received bytes in and returns how many it consumed. The rest is the start of a frame, and is to
    /// be given again with more behind it; that needs a buffer of 16,393 bytes at most (nine more than
    /// <see cref="Http2Options.FrameBytesMax"/>). Content is handed on as it comes.
    /// </summary>
    public int Receive(ReadOnlySpan<byte> input)
    {
        int consumed = 0;
        while (!IsClosed)
        {
            ReadOnlySpan<byte> rest = input[consumed..];
            int taken = (_contentLeft | _skipLeft) != 0 ? ReceivePayload(rest) : ReceiveFrame(rest);
            if (_control.HasOverflowed)
                Fail(Http2Violation.OutboundControlFlood, "too many answers wait because nobody reads them");
            if (taken == 0)
                return consumed;
            consumed += taken;
        }

        return input.Length;
    }

    private int ReceiveFrame(ReadOnlySpan<byte> input)
    {
        if (!_hasPreface && Role == Http2Role.Server)
            return ReceivePreface(input);
        if (input.Length < FrameHeader.Bytes)
            return 0;
        FrameHeader frame = FrameHeader.Read(input);
        if (!AcceptsFrame(frame))
            return FrameHeader.Bytes;
        if (frame.Type == FrameType.Data)
            return ReceiveDataHeader(frame, input[FrameHeader.Bytes..]);
        if (frame.Type > FrameType.Continuation)
        {
            _skipLeft = frame.Length;
            return FrameHeader.Bytes;
        }

        int length = FrameHeader.Bytes + frame.Length;
        if (input.Length < length)
            return 0;
        Dispatch(frame, input[FrameHeader.Bytes..length]);
        return length;
    }

    private int ReceivePreface(ReadOnlySpan<byte> input)
    {
        int length = Math.Min(input.Length, Preface.Length);
        if (!input[..length].SequenceEqual(Preface[..length]))
        {
            Fail(Http2ErrorCode.ProtocolError, "invalid connection preface");
            return input.Length;
        }

        if (length < Preface.Length)
            return 0;
        _hasPreface = true;
        return length;
    }

    // What can be said of a frame before its payload is there.
    private bool AcceptsFrame(FrameHeader frame)
    {
        if (frame.Length > _options.FrameBytesMax)
            Fail(Http2ErrorCode.FrameSizeError, "frame longer than SETTINGS_MAX_FRAME_SIZE");
        else if (!_hasFirstFrame && (frame.Type != FrameType.Settings || frame.Has(FrameFlags.Acknowledgement)))
            Fail(Http2ErrorCode.ProtocolError, "first frame is not SETTINGS");
        else if (_blockStreamId != 0 && (frame.Type != FrameType.Continuation || frame.StreamId != _blockStreamId))
            Fail(Http2ErrorCode.ProtocolError, "field block interrupted by another frame");
        _hasFirstFrame = true;
        return !IsClosed;
    }

    private void Dispatch(FrameHeader frame, ReadOnlySpan<byte> payload)
    {
        switch (frame.Type)
        {
            case FrameType.Headers:
                OnHeadersFrame(frame, payload);
                break;
            case FrameType.Continuation:
                OnContinuationFrame(frame, payload);
                break;
            case FrameType.WindowUpdate:
                OnWindowUpdateFrame(frame, payload);
                break;
            case FrameType.ResetStream:
                OnResetStreamFrame(frame, payload);
                break;
            case FrameType.Settings:
                OnSettingsFrame(frame, payload);
                break;
            case FrameType.Ping:
                OnPingFrame(frame, payload);
                break;
            case FrameType.GoAway:
                OnGoAwayFrame(frame, payload);
                break;
            case FrameType.Priority:
                OnPriorityFrame(frame, payload);
                break;
            default:
                // A client may not send it at all, and we do not let a server (RFC 9113 section 8.4).
                Fail(Http2ErrorCode.ProtocolError, "PUSH_PROMISE");
                break;
        }
    }
}
