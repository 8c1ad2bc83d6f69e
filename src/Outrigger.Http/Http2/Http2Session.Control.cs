using System.Buffers.Binary;

namespace Outrigger.Http.Http2;

/// <summary>The small frames that come in (RFC 9113 sections 6.3, 6.4 and 6.7 to 6.9).</summary>
public sealed partial class Http2Session
{
    // Tells our own PING of a graceful shutdown from those of the owner.
    private const ulong DrainPing = 0x6F75_7472_6967_6765;
    private const int DebugBytesMax = 64;

    private bool _hasSentFinalGoAway;

    private void OnPingFrame(FrameHeader frame, ReadOnlySpan<byte> payload)
    {
        if (payload.Length != 8)
        {
            Fail(Http2ErrorCode.FrameSizeError, "PING of another length than 8");
            return;
        }

        if (frame.StreamId != 0)
        {
            Fail(Http2ErrorCode.ProtocolError, "PING on a stream");
            return;
        }

        ulong opaque = BinaryPrimitives.ReadUInt64BigEndian(payload);
        if (!frame.Has(FrameFlags.Acknowledgement))
            _control.WritePing(FrameFlags.Acknowledgement, opaque);
        else if (opaque == DrainPing && IsDraining)
            FinishGoAway();
        else
            _handler.OnPingAck(opaque);
    }

    private void OnGoAwayFrame(FrameHeader frame, ReadOnlySpan<byte> payload)
    {
        if (frame.StreamId != 0)
        {
            Fail(Http2ErrorCode.ProtocolError, "GOAWAY on a stream");
            return;
        }

        if (payload.Length < 8)
        {
            Fail(Http2ErrorCode.FrameSizeError, "GOAWAY too short");
            return;
        }

        int last = (int)(BinaryPrimitives.ReadUInt32BigEndian(payload) & 0x7FFF_FFFF);
        var code = (Http2ErrorCode)BinaryPrimitives.ReadUInt32BigEndian(payload[4..]);
        HasReceivedGoAway = true;
        if (Role == Http2Role.Client)
        {
            for (int bucket = 0; bucket < _streams.BucketCount && !IsClosed; bucket++)
            {
                while (_streams.FindBeyond(bucket, last) is { } stream)
                    Abandon(stream, Http2ErrorCode.RefusedStream, Http2ResetSource.GoAway);
            }
        }

        if (!IsClosed)
            _handler.OnGoAway(last, code);
    }

    private void OnPriorityFrame(FrameHeader frame, ReadOnlySpan<byte> payload)
    {
        Http2ErrorCode error = payload.Length != PriorityBytes
            ? Http2ErrorCode.FrameSizeError
            : IsDependency(payload, frame.StreamId) ? Http2ErrorCode.ProtocolError : Http2ErrorCode.NoError;
        if (frame.StreamId == 0)
            Fail(Http2ErrorCode.ProtocolError, "PRIORITY without a stream");
        else if (error != Http2ErrorCode.NoError && _streams.Find(frame.StreamId) is { } stream)
            ResetForViolation(stream, error);
        else if (error != Http2ErrorCode.NoError)
            Fail(error, "invalid PRIORITY");
        else if (!_guard.AcceptsPriority())
            Fail(Http2Violation.InboundPriorityFramesFlood, "too many PRIORITY frames");
    }

    private void OnResetStreamFrame(FrameHeader frame, ReadOnlySpan<byte> payload)
    {
        if (payload.Length != 4)
        {
            Fail(Http2ErrorCode.FrameSizeError, "RST_STREAM of another length than 4");
            return;
        }

        Http2Stream? stream = _streams.Find(frame.StreamId);
        if (stream is null)
        {
            if (IsIdle(frame.StreamId))
                Fail(Http2ErrorCode.ProtocolError, "RST_STREAM on an idle stream");
            return;
        }

        bool isAccepted = _guard.AcceptsReset(stream, _handler.NowMs);
        Abandon(stream, (Http2ErrorCode)BinaryPrimitives.ReadUInt32BigEndian(payload), Http2ResetSource.Peer);
        if (!isAccepted)
            Fail(Http2Violation.PrematureResets, "too many streams were reset");
    }

    private void OnWindowUpdateFrame(FrameHeader frame, ReadOnlySpan<byte> payload)
    {
        if (payload.Length != 4)
        {
            Fail(Http2ErrorCode.FrameSizeError, "WINDOW_UPDATE of another length than 4");
            return;
        }

        int increment = (int)(BinaryPrimitives.ReadUInt32BigEndian(payload) & 0x7FFF_FFFF);
        if (!_guard.AcceptsWindowUpdate())
            Fail(Http2Violation.InboundWindowUpdateFramesFlood, "too many WINDOW_UPDATE frames");
        else if (frame.StreamId == 0)
            OpenConnectionWindow(increment);
        else if (_streams.Find(frame.StreamId) is { } stream)
            OpenStreamWindow(stream, increment);
        else if (IsIdle(frame.StreamId))
            Fail(Http2ErrorCode.ProtocolError, "WINDOW_UPDATE on an idle stream");
    }

    private void OpenConnectionWindow(int increment)
    {
        if (increment == 0)
        {
            Fail(Http2ErrorCode.ProtocolError, "WINDOW_UPDATE by 0");
        }
        else if (_sendWindow > int.MaxValue - increment)
        {
            Fail(Http2ErrorCode.FlowControlError, "WINDOW_UPDATE overflows the connection's window");
        }
        else
        {
            _sendWindow += increment;
            WakeWaiting();
        }
    }

    private void OpenStreamWindow(Http2Stream stream, int increment)
    {
        if (increment == 0)
        {
            ResetForViolation(stream, Http2ErrorCode.ProtocolError);
        }
        else if (stream.SendWindow > int.MaxValue - increment)
        {
            ResetForViolation(stream, Http2ErrorCode.FlowControlError);
        }
        else
        {
            stream.SendWindow += increment;
            if (stream.IsWaiting && CanProceed(stream))
            {
                WaitingStreams.Remove(stream);
                WakeOne(stream);
            }
        }
    }
}
