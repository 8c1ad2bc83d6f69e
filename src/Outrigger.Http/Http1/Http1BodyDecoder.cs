namespace Outrigger.Http.Http1;

/// <summary>
/// Finds the payload in the bytes of a message's content (RFC 9112 sections 6 and 7), so that it can be
/// forwarded from the receive buffer without a copy. Mutable: keep it in a field and call it there.
/// </summary>
public struct Http1BodyDecoder
{
    private readonly Http1Limits _limits;
    private readonly BodyFraming _framing;
    private long _remaining;
    private ChunkState _state;
    private int _sizeDigits;
    private int _extensionBytes;
    private FieldSectionScanner _trailerScanner;

    /// <summary>Starts at the first content byte of a request.</summary>
    public Http1BodyDecoder(RequestHead head, Http1Limits limits)
        : this(Valid(head).Framing, head.ContentLength, limits)
    {
    }

    /// <summary>Starts at the first content byte of a response.</summary>
    public Http1BodyDecoder(ResponseHead head, Http1Limits limits)
        : this(Valid(head).Framing, head.ContentLength, limits)
    {
    }

    /// <summary>Starts at the first content byte of a message framed as given.</summary>
    public Http1BodyDecoder(BodyFraming framing, long contentLength, Http1Limits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limits = limits;
        _framing = framing;
        _remaining = framing == BodyFraming.ContentLength ? contentLength : 0;
        _state = framing == BodyFraming.Chunked ? ChunkState.Size : ChunkState.Data;
        IsComplete = framing == BodyFraming.None
            || (framing == BodyFraming.ContentLength && contentLength == 0);
    }

    /// <summary>Whether all content was seen; true from the start when there is none.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Why the last call returned <see cref="Http1BodyStatus.Error"/>.</summary>
    public Http1Error Error { get; private set; }

    /// <summary>Whether the end of the connection here is the regular end of the content.</summary>
    public readonly bool EndsWithConnection => IsComplete || _framing == BodyFraming.UntilClose;

    /// <summary>
    /// Takes the next step: passes framing and finds at most one slice of payload. Trailers are consumed only
    /// as a whole: while they are incomplete, the caller must give the same bytes again with more behind
    /// them.
    /// </summary>
    /// <param name="input">The bytes behind those consumed so far.</param>
    /// <param name="trailers">Where trailers go; cleared when the last chunk has been seen.</param>
    /// <param name="slice">What to forward and what to drop.</param>
    public Http1BodyStatus Decode(ReadOnlySpan<byte> input, HeaderMap trailers, out Http1BodySlice slice)
    {
        if (_framing == BodyFraming.Chunked)
            return DecodeChunked(input, trailers, out slice);
        slice = default;
        if (IsComplete)
            return Http1BodyStatus.Complete;
        if (input.IsEmpty)
            return Http1BodyStatus.NeedMoreData;
        if (_framing == BodyFraming.UntilClose)
        {
            slice = new Http1BodySlice(input.Length, 0, input.Length);
            return Http1BodyStatus.Payload;
        }

        int length = (int)Math.Min(input.Length, _remaining);
        _remaining -= length;
        IsComplete = _remaining == 0;
        slice = new Http1BodySlice(length, 0, length);
        return IsComplete ? Http1BodyStatus.Complete : Http1BodyStatus.Payload;
    }

    private Http1BodyStatus DecodeChunked(
        ReadOnlySpan<byte> input, HeaderMap trailers, out Http1BodySlice slice)
    {
        int at = 0;
        while (!IsComplete && Error == Http1Error.None)
        {
            if (_state == ChunkState.Trailers)
                return ReadTrailers(input, at, trailers, out slice);
            if (at == input.Length)
            {
                slice = new Http1BodySlice(at, at, 0);
                return Http1BodyStatus.NeedMoreData;
            }

            if (_state == ChunkState.Data)
            {
                int length = (int)Math.Min(input.Length - at, _remaining);
                _remaining -= length;
                if (_remaining == 0)
                    _state = ChunkState.DataCarriageReturn;
                slice = new Http1BodySlice(at + length, at, length);
                return Http1BodyStatus.Payload;
            }

            Step(input[at++], trailers);
        }

        slice = new Http1BodySlice(at, at, 0);
        return IsComplete ? Http1BodyStatus.Complete : Http1BodyStatus.Error;
    }

    private void Step(byte b, HeaderMap trailers)
    {
        switch (_state)
        {
            case ChunkState.Size:
                ReadSize(b);
                break;
            case ChunkState.SizeLineFeed:
                Expect(b, (byte)'\n', Http1Error.BareCarriageReturn, AfterSize(trailers));
                break;
            case ChunkState.DataCarriageReturn:
                Expect(b, (byte)'\r', Http1Error.InvalidChunkEnd, ChunkState.DataLineFeed);
                break;
            case ChunkState.DataLineFeed:
                Expect(b, (byte)'\n', Http1Error.InvalidChunkEnd, ChunkState.Size);
                break;
            default:
                ReadExtension(b);
                break;
        }
    }

    private void Expect(byte found, byte expected, Http1Error otherwise, ChunkState next)
    {
        if (found == expected)
            _state = next;
        else
            Error = otherwise;
    }

    private ChunkState AfterSize(HeaderMap trailers)
    {
        _sizeDigits = 0;
        if (_remaining > 0)
            return ChunkState.Data;
        trailers.Clear();
        _trailerScanner.Reset(0);
        return ChunkState.Trailers;
    }

    private void ReadSize(byte b)
    {
        int digit = b switch
        {
            >= (byte)'0' and <= (byte)'9' => b - '0',
            >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
            >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
            _ => -1,
        };
        if (digit >= 0)
        {
            // Leading zeros are bounded with the digits, so that a size cannot be an endless stream.
            if (_remaining > long.MaxValue >> 4 || ++_sizeDigits > ChunkSizeDigitsMax)
                Error = Http1Error.InvalidChunkSize;
            _remaining = (_remaining << 4) | (uint)digit;
        }
        else if (_sizeDigits == 0)
        {
            Error = Http1Error.InvalidChunkSize;
        }
        else if (b == '\r')
        {
            _state = ChunkState.SizeLineFeed;
        }
        else if (b == ';')
        {
            _state = ChunkState.ExtensionNameStart;
            CountExtensionByte();
        }
        else
        {
            Error = b == '\n' ? Http1Error.BareLineFeed : Http1Error.InvalidChunkSize;
        }
    }

    private void ReadExtension(byte b)
    {
        ChunkState next = ChunkExtension.Next(_state, b);
        if (next == ChunkState.Invalid)
            Error = b == '\n' ? Http1Error.BareLineFeed : Http1Error.InvalidChunkExtension;
        else if (next != ChunkState.SizeLineFeed)
            CountExtensionByte();
        _state = next;
    }

    private void CountExtensionByte()
    {
        if (++_extensionBytes > _limits.ChunkExtensionBytesMax)
            Error = Http1Error.ChunkExtensionsTooLarge;
    }

    private Http1BodyStatus ReadTrailers(
        ReadOnlySpan<byte> input, int start, HeaderMap trailers, out Http1BodySlice slice)
    {
        slice = new Http1BodySlice(start, start, 0);
        ReadOnlySpan<byte> section = input[start..];
        ReadOnlySpan<byte> window = section[..Math.Min(section.Length, _limits.TrailerBytesMax)];
        Http1ParseStatus status =
            _trailerScanner.ReadFields(window, trailers, _limits.TrailerCountMax, out Http1Error error);
        if (status == Http1ParseStatus.NeedMoreData)
        {
            if (section.Length <= window.Length)
                return Http1BodyStatus.NeedMoreData;
            error = Http1Error.TrailersTooLarge;
        }
        else if (status == Http1ParseStatus.Complete)
        {
            error = TrailerFields.Adopt(window[.._trailerScanner.LineStart], trailers);
        }

        if (error != Http1Error.None)
        {
            Error = error == Http1Error.TooManyHeaders ? Http1Error.TooManyTrailers : error;
            return Http1BodyStatus.Error;
        }

        IsComplete = true;
        slice = new Http1BodySlice(start + _trailerScanner.LineStart, start, 0);
        return Http1BodyStatus.Complete;
    }

    private const int ChunkSizeDigitsMax = 16;

    private static T Valid<T>(T? head)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(head);
        return head;
    }
}
