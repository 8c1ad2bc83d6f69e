namespace Outrigger.Http.Http2;

/// <summary>DATA that comes in, and the credit for it (RFC 9113 sections 6.1 and 5.2).</summary>
public sealed partial class Http2Session
{
    private int _receiveWindow = Http2Options.WindowBytesInitial;
    private int _uncreditedBytes;

    /// <summary>
    /// Gives the room of received content back to the peer, once it has gone on to where it belongs; batches
    /// WINDOW_UPDATE frames for stream and connection.
    /// </summary>
    /// <param name="stream">The stream, open or ended in an ordinary way.</param>
    /// <param name="bytes">At most <see cref="Http2Stream.UnconsumedBytes"/>.</param>
    public void Consume(Http2Stream stream, int bytes)
    {
        ArgumentNullException.ThrowIfNull(stream);
        // What a reset stream had is given back at once, and nobody who still tidies up is at fault.
        if (bytes == 0 || stream.IsReset)
            return;
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)stream.UnconsumedBytes);
        stream.UnconsumedBytes -= bytes;
        Credit(bytes);
        if (stream.IsClosed)
        {
            if (stream.UnconsumedBytes == 0)
                _streams.Recycle(stream);
            return;
        }

        Credit(stream, bytes);
    }

    private void Credit(Http2Stream stream, int bytes)
    {
        stream.UncreditedBytes += bytes;
        if (stream.IsRemoteEnded || stream.UncreditedBytes < _receiveStreamWindow / 2 || stream.UncreditedBytes == 0)
            return;
        _control.WriteWindowUpdate(stream.Id, stream.UncreditedBytes);
        stream.ReceiveWindow += stream.UncreditedBytes;
        stream.UncreditedBytes = 0;
    }

    private void Credit(int bytes)
    {
        _uncreditedBytes += bytes;
        if (_uncreditedBytes < _options.ConnectionWindowBytes / 2 || IsClosed)
            return;
        _control.WriteWindowUpdate(0, _uncreditedBytes);
        _receiveWindow += _uncreditedBytes;
        _uncreditedBytes = 0;
    }

    private int ReceiveDataHeader(FrameHeader frame, ReadOnlySpan<byte> payload)
    {
        int padding = 0;
        int taken = 0;
        if (frame.Has(FrameFlags.Padded))
        {
            if (frame.Length > 0 && payload.IsEmpty)
                return 0;
            padding = frame.Length > 0 ? payload[0] : 0;
            taken = 1;
            if (padding >= frame.Length)
            {
                Fail(Http2ErrorCode.ProtocolError, "DATA has more padding than payload");
                return FrameHeader.Bytes;
            }
        }

        BeginData(frame, frame.Length - taken - padding, taken + padding);
        _skipLeft = padding;
        return FrameHeader.Bytes + taken;
    }

    private void BeginData(FrameHeader frame, int contentLength, int overhead)
    {
        bool ends = frame.Has(FrameFlags.EndStream);
        if (!_guard.AcceptsPayload(contentLength == 0 && !ends))
        {
            Fail(Http2Violation.InboundEmptyFramesFlood, "DATA frames without content");
            return;
        }

        if (frame.StreamId == 0)
        {
            Fail(Http2ErrorCode.ProtocolError, "DATA without a stream");
            return;
        }

        if (frame.Length > _receiveWindow)
        {
            Fail(Http2ErrorCode.FlowControlError, "DATA exceeds the connection's window");
            return;
        }

        _receiveWindow -= frame.Length;
        Credit(overhead);
        _contentStream = FindForData(frame, contentLength);
        _contentLeft = contentLength;
        _contentEndsStream = ends;
        if (_contentStream is not { } stream)
            return;
        stream.ReceiveWindow -= frame.Length;
        if (overhead > 0)
            Credit(stream, overhead);
        if (contentLength == 0 && ends)
            Deliver(stream, default, true);
    }

    // The stream that takes the frame; null when it is dropped, or an error.
    private Http2Stream? FindForData(FrameHeader frame, int contentLength)
    {
        Http2Stream? stream = _streams.Find(frame.StreamId);
        if (stream is null)
        {
            RefuseOnClosedStream(frame.StreamId, "DATA");
            return null;
        }

        if (stream.IsRemoteEnded)
            ResetForViolation(stream, Http2ErrorCode.StreamClosed);
        else if (frame.Length > stream.ReceiveWindow)
            ResetForViolation(stream, Http2ErrorCode.FlowControlError);
        else if (!AcceptsContent(stream, contentLength, frame.Has(FrameFlags.EndStream)))
            ResetForViolation(stream, Http2ErrorCode.ProtocolError);
        else
            return stream;
        return null;
    }

    // Content comes after a head and is as long as declared (RFC 9113 section 8.1.1).
    private bool AcceptsContent(Http2Stream stream, int length, bool ends)
    {
        if (Role == Http2Role.Client && !stream.HasResponse)
            return false;
        if (stream.ContentBytesLeft < 0)
            return true;
        stream.ContentBytesLeft -= length;
        return ends ? stream.ContentBytesLeft == 0 : stream.ContentBytesLeft >= 0;
    }

    private int ReceivePayload(ReadOnlySpan<byte> input)
    {
        if (_contentLeft == 0)
        {
            int skipped = Math.Min(input.Length, _skipLeft);
            _skipLeft -= skipped;
            return skipped;
        }

        int length = Math.Min(input.Length, _contentLeft);
        if (length == 0)
            return 0;
        _contentLeft -= length;
        if (_contentStream is { } stream)
            Deliver(stream, input[..length], _contentEndsStream && _contentLeft == 0);
        else
            Credit(length);
        return length;
    }

    private void Deliver(Http2Stream stream, ReadOnlySpan<byte> content, bool ends)
    {
        int id = stream.Id;
        if (ends)
        {
            stream.IsRemoteEnded = true;
            _contentStream = null;
        }

        if (stream.DropsContent)
        {
            Credit(content.Length);
            Credit(stream, content.Length);
        }
        else
        {
            stream.UnconsumedBytes += content.Length;
            _handler.OnData(stream, content, ends);
        }

        if (ends)
            CloseIfEnded(stream, id);
    }
}
