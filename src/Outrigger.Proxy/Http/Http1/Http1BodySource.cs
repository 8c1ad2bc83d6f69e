using System.Diagnostics;
using Outrigger.Http;
using Outrigger.Http.Http1;
using Outrigger.Net.Buffers;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;

namespace Outrigger.Proxy.Http.Http1;

/// <summary>
/// Content that comes in on an HTTP/1 connection. It stays where it was received until it is consumed, and no
/// more is read before. The buffer grows for a sender that keeps filling it.
/// </summary>
/// <param name="clock">The exchange's time limits.</param>
internal sealed class Http1BodySource(ExchangeClock clock) : BodySource
{
    /// <summary>After so many reads that filled the buffer it becomes a large one.</summary>
    private const int FillsUntilGrowth = 2;

    private readonly HeaderMap _trailers = new();
    private StreamConnection _socket = null!;
    private StreamBuffer _input = null!;
    private Http1BodyDecoder _decoder;
    private Http1BodySlice _slice;
    private int _sliceTaken;
    private int _fills;
    private bool _hasEnded;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Payload =>
        _input.Unread.Slice(_slice.PayloadStart + _sliceTaken, SliceLeft);

    /// <inheritdoc/>
    public override bool IsLast => _decoder.IsComplete;

    /// <inheritdoc/>
    public override HeaderMap? Trailers => _trailers;

    /// <inheritdoc/>
    public override LocalReply Refusal => LocalReply.Malformed(_decoder.Error);

    private int SliceLeft => _slice.PayloadLength - _sliceTaken;

    /// <summary>Prepares to receive content.</summary>
    /// <param name="socket">Where it comes from.</param>
    /// <param name="input">What was received of it so far.</param>
    /// <param name="decoder">Its framing.</param>
    public void Begin(StreamConnection socket, StreamBuffer input, Http1BodyDecoder decoder)
    {
        _socket = socket;
        _input = input;
        _decoder = decoder;
        _trailers.Clear();
        _slice = default;
        _sliceTaken = 0;
        _fills = 0;
        _hasEnded = false;
    }

    /// <inheritdoc/>
    public override BodyStatus Look()
    {
        if (SliceLeft > 0)
            return BodyStatus.Payload;
        while (!_decoder.IsComplete)
        {
            if (_decoder.Error != Http1Error.None)
                return BodyStatus.Malformed;
            var status = _decoder.Decode(_input.Unread, _trailers, out var slice);
            if (slice.PayloadLength > 0)
            {
                _slice = slice;
                _sliceTaken = 0;
                return BodyStatus.Payload;
            }

            _input.Consume(slice.Consumed);
            if (status == Http1BodyStatus.NeedMoreData)
                return _hasEnded ? BodyStatus.Ended : BodyStatus.Empty;
        }

        return BodyStatus.Complete;
    }

    /// <inheritdoc/>
    public override void Consume(int count)
    {
        _sliceTaken += count;
        Debug.Assert(SliceLeft >= 0, "No more is taken than was found.");
        if (SliceLeft > 0)
            return;
        _input.Consume(_slice.Consumed);
        _slice = default;
        _sliceTaken = 0;
    }

    /// <inheritdoc/>
    public override bool TryReceive()
    {
        if (!_socket.IsReadable)
        {
            _input.ReleaseIfEmpty();
            return false;
        }

        _input.EnsureRoom(1);
        if (_fills >= FillsUntilGrowth)
        {
            _input.TryGrowForContent();
            _fills = 0;
        }

        var room = _input.Room;
        var status = _socket.TryRead(room, out var count);
        _input.Advance(count);
        _fills = count == room.Length ? _fills + 1 : 0;
        if (count > 0)
            clock.Touch();
        // The end of the connection may be the end of the content: an empty rest says so from now on.
        if (status == IoStatus.EndOfStream && _decoder is { IsComplete: false, EndsWithConnection: true })
            _decoder = new Http1BodyDecoder(BodyFraming.None, 0, Http1Limits.Default);
        else if (status is IoStatus.EndOfStream or IoStatus.Failed)
            _hasEnded = true;
        return true;
    }

    /// <inheritdoc/>
    public override ReadinessAwaitable ReadableAsync(long deadlineMs) => _socket.ReadableAsync(deadlineMs);

    /// <inheritdoc/>
    public override void CancelReadable() => _socket.CancelReadable();
}
