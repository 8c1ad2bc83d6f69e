using System.Buffers.Binary;
using Outrigger.Http.Hpack;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Http2;

/// <summary>HEADERS and CONTINUATION that come in (RFC 9113 sections 4.3, 6.2, 6.10 and 8.1).</summary>
public sealed partial class Http2Session
{
    private const int PriorityBytes = 5;

    // A block that spans several frames is put together here; 0 when none is being received.
    private int _blockStreamId;
    private bool _blockEndsStream;
    private int _blockFrames;
    private int _blockLength;
    private byte[] _block = [];

    private void OnHeadersFrame(FrameHeader frame, ReadOnlySpan<byte> payload)
    {
        if (frame.StreamId == 0 || (frame.StreamId & 1) == 0)
        {
            // Streams of even numbers would begin with PUSH_PROMISE.
            Fail(Http2ErrorCode.ProtocolError, "HEADERS on a stream of the server");
            return;
        }

        int padding = 0;
        if (frame.Has(FrameFlags.Padded))
        {
            padding = payload.IsEmpty ? 1 : payload[0];
            payload = payload.IsEmpty ? payload : payload[1..];
        }

        int prefix = frame.Has(FrameFlags.Priority) ? PriorityBytes : 0;
        if (prefix + padding > payload.Length)
        {
            // Too short for what its flags announce, or padding that covers what it should follow.
            bool isTooShort = payload.Length < prefix;
            Fail(
                isTooShort ? Http2ErrorCode.FrameSizeError : Http2ErrorCode.ProtocolError,
                "HEADERS too short for padding or priority");
            return;
        }

        bool dependsOnItself = prefix > 0 && IsDependency(payload, frame.StreamId);
        ReadOnlySpan<byte> fragment = payload[prefix..^padding];
        bool endsBlock = frame.Has(FrameFlags.EndHeaders);
        bool endsStream = frame.Has(FrameFlags.EndStream);
        if (!_guard.AcceptsPayload(fragment.IsEmpty && !endsStream))
        {
            Fail(Http2Violation.InboundEmptyFramesFlood, "HEADERS frames without fields");
            return;
        }

        if (dependsOnItself)
        {
            Fail(Http2ErrorCode.ProtocolError, "stream depends on itself");
            return;
        }

        if (endsBlock)
        {
            OnBlock(frame.StreamId, fragment, endsStream);
            return;
        }

        _blockStreamId = frame.StreamId;
        _blockEndsStream = endsStream;
        _blockFrames = 1;
        _blockLength = 0;
        Append(fragment);
    }

    private void OnContinuationFrame(FrameHeader frame, ReadOnlySpan<byte> fragment)
    {
        if (_blockStreamId == 0)
        {
            Fail(Http2ErrorCode.ProtocolError, "CONTINUATION without HEADERS");
            return;
        }

        bool endsBlock = frame.Has(FrameFlags.EndHeaders);
        if (!_guard.AcceptsPayload(fragment.IsEmpty && !endsBlock))
        {
            Fail(Http2Violation.InboundEmptyFramesFlood, "CONTINUATION frames without fields");
            return;
        }

        if (++_blockFrames > _options.FieldBlockFramesMax || !Append(fragment))
        {
            Fail(Http2Violation.HeaderOverflow, "field block of too many frames or bytes");
            return;
        }

        if (!endsBlock)
            return;
        int streamId = _blockStreamId;
        byte[] block = _block;
        int length = _blockLength;
        _blockStreamId = 0;
        _block = [];
        OnBlock(streamId, block.AsSpan(0, length), _blockEndsStream);
    }

    // Compressed fields are rarely longer than plain ones, so twice the bound leaves the ones that are a bit
    // too large their proper answer.
    private bool Append(ReadOnlySpan<byte> fragment)
    {
        int length = _blockLength + fragment.Length;
        if (length > Math.Max(2 * _options.HeaderListBytesMax, _options.FrameBytesMax))
            return false;
        if (length > _block.Length)
            Array.Resize(ref _block, Math.Max(length, 2 * _block.Length));
        fragment.CopyTo(_block.AsSpan(_blockLength));
        _blockLength = length;
        return true;
    }

    private void OnBlock(int streamId, ReadOnlySpan<byte> block, bool endsStream)
    {
        Http2Stream? stream = _streams.Find(streamId);
        if (stream is null)
            OnBlockWithoutStream(streamId, block, endsStream);
        else if (stream.IsRemoteEnded)
            Drop(block, stream, Http2ErrorCode.StreamClosed);
        else if (Role == Http2Role.Server || stream.HasResponse)
            OnTrailers(stream, block, endsStream);
        else
            OnResponse(stream, block, endsStream);
    }

    private void OnBlockWithoutStream(int streamId, ReadOnlySpan<byte> block, bool endsStream)
    {
        if (Role == Http2Role.Server && streamId > _lastRemoteId)
        {
            OnRequest(streamId, block, endsStream);
            return;
        }

        if (TryDecode(block, null))
            RefuseOnClosedStream(streamId, "HEADERS");
    }

    private void OnRequest(int streamId, ReadOnlySpan<byte> block, bool endsStream)
    {
        if (streamId > _lastRemoteId + 2)
            _skipped = (_lastRemoteId, streamId);
        _lastRemoteId = streamId;
        // After the final GOAWAY nothing new is taken, and nothing is said about it (RFC 9113 section 6.8).
        if (_hasSentFinalGoAway)
        {
            _resetStreams.Add(streamId);
            TryDecode(block, null);
            return;
        }

        _guard.OnStreamOpened();
        if (_streams.Count >= _options.ConcurrentStreamsMax)
        {
            if (TryDecode(block, null))
                Refuse(streamId);
            return;
        }

        Http2Stream stream = AddStream(streamId, endsStream);
        RequestHead? head = _handler.OnStreamOpened(stream);
        if (head is null)
        {
            _streams.Remove(stream);
            _streams.Recycle(stream);
            if (TryDecode(block, null))
                Refuse(streamId);
            return;
        }

        _lastTakenId = streamId;
        head.Clear();
        if (!TryDecode(block, head.Headers))
            return;
        HeadVerdict verdict = RequestSection.Complete(_section, head, _options, endsStream);
        if (verdict == HeadVerdict.Malformed)
        {
            ResetForViolation(stream, Http2ErrorCode.ProtocolError);
            return;
        }

        stream.Method = head.MethodKind;
        if (verdict != HeadVerdict.Valid)
        {
            stream.DropsContent = true;
            _handler.OnRequestRefused(stream, StatusOf(verdict));
        }
        else
        {
            stream.ContentBytesLeft = head.MethodKind == RequestMethod.Connect ? -1 : head.ContentLength;
            _handler.OnRequestHead(stream, endsStream);
        }

        if (endsStream)
            CloseIfEnded(stream, streamId);
    }

    private void OnResponse(Http2Stream stream, ReadOnlySpan<byte> block, bool endsStream)
    {
        ResponseHead head = _handler.ResponseHeadOf(stream);
        head.Clear();
        if (!TryDecode(block, head.Headers))
            return;
        HeadVerdict verdict = ResponseSection.Complete(_section, head, stream.Method, endsStream);
        if (verdict != HeadVerdict.Valid)
        {
            ResetForViolation(stream, Http2ErrorCode.ProtocolError);
            return;
        }

        if (head.Status < 200)
        {
            _handler.OnInterimResponse(stream);
            return;
        }

        int id = stream.Id;
        stream.HasResponse = true;
        stream.ContentBytesLeft = head.Framing switch
        {
            BodyFraming.ContentLength => head.ContentLength,
            BodyFraming.None when stream.Method != RequestMethod.Connect => 0,
            _ => -1,
        };
        stream.IsRemoteEnded = endsStream;
        _handler.OnResponseHead(stream, endsStream);
        if (endsStream)
            CloseIfEnded(stream, id);
    }

    private void OnTrailers(Http2Stream stream, ReadOnlySpan<byte> block, bool endsStream)
    {
        HeaderMap? trailers = stream.DropsContent ? null : _handler.TrailersOf(stream);
        if (!TryDecode(block, trailers))
            return;
        bool isValid = endsStream && stream.ContentBytesLeft <= 0;
        if (trailers is not null)
        {
            isValid &= _section.Verdict == HeadVerdict.Valid && !_section.HasPseudos
                && TrailerFields.Apply(trailers) == Http1Error.None;
        }

        if (!isValid)
        {
            ResetForViolation(stream, Http2ErrorCode.ProtocolError);
            return;
        }

        int id = stream.Id;
        stream.IsRemoteEnded = true;
        if (trailers is not null)
            _handler.OnTrailers(stream);
        CloseIfEnded(stream, id);
    }

    // Reads a block for the sake of the table, whatever becomes of its fields (RFC 9113 section 4.3).
    private bool TryDecode(ReadOnlySpan<byte> block, HeaderMap? map)
    {
        _section.Begin(map);
        HpackError error = _decoder.Decode(block, _section);
        _section.End();
        if (error == HpackError.None)
            return true;
        Fail(Http2ErrorCode.CompressionError, "field block cannot be decoded");
        return false;
    }

    private void Drop(ReadOnlySpan<byte> block, Http2Stream stream, Http2ErrorCode code)
    {
        if (TryDecode(block, null))
            ResetForViolation(stream, code);
    }

    private static bool IsDependency(ReadOnlySpan<byte> priority, int streamId) =>
        (BinaryPrimitives.ReadUInt32BigEndian(priority) & 0x7FFF_FFFF) == streamId;

    private static int StatusOf(HeadVerdict verdict) => verdict switch
    {
        HeadVerdict.PathTooLong => 414,
        HeadVerdict.UnknownScheme => 400,
        _ => 431,
    };
}
