namespace Outrigger.Http.Http2;

/// <summary>The life of streams (RFC 9113 section 5.1).</summary>
public sealed partial class Http2Session
{
    // Identifiers that the client passed over last: they were closed without ever being open (RFC 9113 section
    // 5.1.1).
    private (int After, int Before) _skipped;

    /// <summary>
    /// Ends a stream with RST_STREAM, unless it is closed. Content that was not consumed is given back. The
    /// handler is told with <see cref="IHttp2Handler.OnStreamClosed"/> only.
    /// </summary>
    public void Reset(Http2Stream stream, Http2ErrorCode code)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.IsClosed || stream.Id == 0)
            return;
        WriteReset(stream, code);
        CloseStream(stream, isReset: true);
    }

    private Http2Stream AddStream(int id, bool isRemoteEnded)
    {
        Http2Stream stream = _streams.Add(id);
        stream.SendWindow = _sendStreamWindow;
        stream.ReceiveWindow = _receiveStreamWindow;
        stream.IsRemoteEnded = isRemoteEnded;
        stream.OpenedMs = _handler.NowMs;
        stream.ContentBytesLeft = -1;
        return stream;
    }

    // Whether the stream was never begun by the side that may.
    private bool IsIdle(int streamId) => (streamId & 1) == 0
        || (Role == Http2Role.Server ? streamId > _lastRemoteId : (uint)streamId >= (uint)_nextLocalId);

    private void Refuse(int streamId)
    {
        _control.WriteResetStream(streamId, Http2ErrorCode.RefusedStream);
        _resetStreams.Add(streamId);
    }

    // A frame on a stream that is not open: on its way when we reset the stream, or the peer's error.
    private void RefuseOnClosedStream(int streamId, string what)
    {
        if (IsIdle(streamId))
            Fail(Http2ErrorCode.ProtocolError, what + " on an idle stream");
        else if (streamId > _skipped.After && streamId < _skipped.Before)
            Fail(Http2ErrorCode.ProtocolError, what + " on a stream that was skipped");
        else if (!_resetStreams.MayReceive(streamId))
            Fail(Http2ErrorCode.StreamClosed, what + " on a closed stream");
    }

    private void ResetForViolation(Http2Stream stream, Http2ErrorCode code)
    {
        bool isAccepted = _guard.AcceptsReset(stream, _handler.NowMs);
        WriteReset(stream, code);
        Abandon(stream, code, Http2ResetSource.Violation);
        if (!isAccepted)
            Fail(Http2Violation.PrematureResets, "too many streams were reset");
    }

    private void WriteReset(Http2Stream stream, Http2ErrorCode code)
    {
        _control.WriteResetStream(stream.Id, code);
        if (!stream.IsRemoteEnded)
            _resetStreams.Add(stream.Id);
    }

    private void Abandon(Http2Stream stream, Http2ErrorCode code, Http2ResetSource source)
    {
        // Out of the table first: the owner may reset or write, and neither must have an effect any more.
        Detach(stream, isReset: true);
        _handler.OnReset(stream, code, source);
        Bury(stream);
    }

    private void CloseIfEnded(Http2Stream stream, int id)
    {
        if (stream.Id == id && !stream.IsClosed && stream.HasEnded)
            CloseStream(stream, isReset: false);
    }

    private void CloseStream(Http2Stream stream, bool isReset)
    {
        Detach(stream, isReset);
        Bury(stream);
    }

    private void Detach(Http2Stream stream, bool isReset)
    {
        stream.IsClosed = true;
        stream.IsReset = isReset;
        WaitingStreams.Remove(stream);
        _streams.Remove(stream);
        if (_contentStream == stream)
            _contentStream = null;
    }

    private void Bury(Http2Stream stream)
    {
        if (stream.IsReset && stream.UnconsumedBytes > 0)
        {
            Credit(stream.UnconsumedBytes);
            stream.UnconsumedBytes = 0;
        }

        bool isDone = stream.UnconsumedBytes == 0;
        _handler.OnStreamClosed(stream);
        // Whoever consumes the last byte in that call has recycled it already.
        if (isDone)
            _streams.Recycle(stream);
    }
}
