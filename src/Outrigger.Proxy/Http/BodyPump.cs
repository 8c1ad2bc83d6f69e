using System.Diagnostics;
using Outrigger.Http;
using Outrigger.Http.Http1;
using Outrigger.Net.Buffers;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;

namespace Outrigger.Proxy.Http;

/// <summary>How the transfer of a message's content ended.</summary>
internal enum PumpEnd : byte
{
    /// <summary>All of it reached the sink.</summary>
    Complete,

    /// <summary>The source ended or broke before the content was complete.</summary>
    SourceEnded,

    /// <summary>The content is malformed.</summary>
    Malformed,

    /// <summary>The sink broke.</summary>
    SinkFailed,

    /// <summary>A time limit passed.</summary>
    TimedOut,

    /// <summary>Our side gave up.</summary>
    Cancelled,
}

/// <summary>
/// Moves the content of one message from the connection it comes on to the connection it goes out on, and
/// translates its framing. What waits in the output (the head) goes out first, with the first content, in one
/// write. It reads only when all it had is written, so a slow sink stops the source, and never holds more
/// than two buffers. Reused from exchange to exchange.
/// </summary>
internal sealed class BodyPump
{
    /// <summary>
    /// Content up to this length is copied behind the head; a longer piece is gathered by the kernel.
    /// </summary>
    private const int CopyBytesMax = 4 * 1024;

    /// <summary>After so many reads that filled the buffer it becomes a large one.</summary>
    private const int FillsUntilGrowth = 2;

    /// <summary>After so many bytes without a wait the other connections have their turn.</summary>
    private const int TurnBytesMax = 512 * 1024;

    private readonly HeaderMap _trailers = new();
    private readonly ExchangeClock _clock;
    private StreamConnection _source = null!;
    private StreamConnection _sink = null!;
    private StreamBuffer _input = null!;
    private StreamBuffer _output = null!;
    private Http1BodyDecoder _decoder;
    private Http1BodySlice _slice;
    private int _sliceTaken;
    private bool _isChunked;
    private bool _forwardsTrailers;
    private bool _isEndWritten;
    private bool _isStopping;
    private int _fills;
    private long _turnStart;

    /// <summary>Makes a pump.</summary>
    /// <param name="clock">The exchange's time limits.</param>
    public BodyPump(ExchangeClock clock) => _clock = clock;

    /// <summary>Content bytes that were moved.</summary>
    public long PayloadBytes { get; private set; }

    /// <summary>Whether all content has been received, though perhaps not written.</summary>
    public bool IsSourceComplete => _decoder.IsComplete;

    /// <summary>What was wrong with malformed content.</summary>
    public Http1Error Error => _decoder.Error;

    /// <summary>Prepares a transfer.</summary>
    /// <param name="source">Where the content comes from.</param>
    /// <param name="input">What was received of it so far.</param>
    /// <param name="decoder">The content's framing there.</param>
    /// <param name="sink">Where it goes.</param>
    /// <param name="output">What goes out before it.</param>
    /// <param name="isChunked">Whether it goes out in chunks.</param>
    /// <param name="forwardsTrailers">Whether trailers go out behind the last chunk.</param>
    public void Start(
        StreamConnection source,
        StreamBuffer input,
        Http1BodyDecoder decoder,
        StreamConnection sink,
        StreamBuffer output,
        bool isChunked,
        bool forwardsTrailers)
    {
        _source = source;
        _input = input;
        _decoder = decoder;
        _sink = sink;
        _output = output;
        _isChunked = isChunked;
        _forwardsTrailers = forwardsTrailers;
        _slice = default;
        _sliceTaken = 0;
        _isEndWritten = false;
        _isStopping = false;
        _fills = 0;
        _turnStart = 0;
        PayloadBytes = 0;
    }

    /// <summary>Transfers until the content is complete and written, or something fails.</summary>
    public async LoopTask<PumpEnd> RunAsync()
    {
        while (true)
        {
            var isAtEnd = Translate();
            // Of a message that is malformed, no more leaves than has left already.
            if (_decoder.Error != Http1Error.None)
                return PumpEnd.Malformed;
            var end = Flush();
            while (end == FlushResult.Blocked)
            {
                var wait = await _sink.WritableAsync(_clock.DeadlineMs);
                if (EndOf(wait) is { } waitEnd)
                    return waitEnd;
                if (wait != WaitResult.Ready)
                    continue;

                end = Flush();
            }

            if (end == FlushResult.Failed)
                return PumpEnd.SinkFailed;
            if (isAtEnd)
                return PumpEnd.Complete;
            if (SliceLeft > 0 || _decoder.IsComplete)
                continue;
            if (PayloadBytes - _turnStart >= TurnBytesMax)
            {
                _turnStart = PayloadBytes;
                await _source.Loop.Yield();
            }

            while (!_source.IsReadable)
            {
                _input.ReleaseIfEmpty();
                _turnStart = PayloadBytes;
                if (EndOf(await _source.ReadableAsync(_clock.DeadlineMs)) is { } waitEnd)
                    return waitEnd;
            }

            if (!Read())
                return PumpEnd.SourceEnded;
        }
    }

    /// <summary>Makes the transfer end at its present wait, if it has one.</summary>
    public void Stop()
    {
        _isStopping = true;
        _source.CancelReadable();
        _sink.CancelWritable();
    }

    /// <summary>Drops content that was received already; returns whether it was all of it.</summary>
    public bool DiscardReceived()
    {
        while (!_decoder.IsComplete && _decoder.Error == Http1Error.None)
        {
            var status = _decoder.Decode(_input.Unread, _trailers, out var slice);
            _input.Consume(slice.Consumed);
            if (status == Http1BodyStatus.NeedMoreData)
                break;
        }

        return _decoder.IsComplete;
    }

    /// <summary>
    /// What a wait means; null to go on, for a wait may also end because a time limit was moved.
    /// </summary>
    private PumpEnd? EndOf(WaitResult wait) => wait switch
    {
        WaitResult.TimedOut when _clock.IsIdle || _clock.IsOver => PumpEnd.TimedOut,
        WaitResult.Closed => PumpEnd.Cancelled,
        WaitResult.Cancelled when _isStopping => PumpEnd.Cancelled,
        _ => null,
    };

    private enum FlushResult : byte
    {
        Done,
        Blocked,
        Failed,
    }

    private int SliceLeft => _slice.PayloadLength - _sliceTaken;

    /// <summary>
    /// Moves what was received into the output while there is room. A long piece of content without chunks
    /// stays where it is, for the next write to gather.
    /// </summary>
    /// <returns>Whether the end of the message is in the output.</returns>
    private bool Translate()
    {
        while (true)
        {
            if (SliceLeft > 0 && !TakeSlice())
                return false;
            if (_isEndWritten)
                return true;
            if (_decoder.IsComplete)
            {
                _isEndWritten = WriteEnd();
                return _isEndWritten;
            }

            var status = _decoder.Decode(_input.Unread, _trailers, out var slice);
            if (slice.PayloadLength > 0)
            {
                _slice = slice;
                _sliceTaken = 0;
                continue;
            }

            _input.Consume(slice.Consumed);
            if (status is Http1BodyStatus.NeedMoreData or Http1BodyStatus.Error)
                return false;
        }
    }

    /// <summary>Takes the current piece of content into the output; returns whether all of it went.</summary>
    private bool TakeSlice()
    {
        var left = SliceLeft;
        if (!_isChunked && left > CopyBytesMax)
            return false;
        _output.EnsureRoom(1);
        var frameBytes = _isChunked ? Http1Writer.ChunkPrefixBytesMax + Http1Writer.ChunkSuffix.Length : 0;
        var count = Math.Min(left, _output.Room.Length - frameBytes);
        if (count <= 0)
            return false;
        if (_isChunked)
        {
            Http1Writer.TryWriteChunkPrefix(count, _output.Room, out var prefix);
            _output.Advance(prefix);
        }

        _output.Append(_input.Unread.Slice(_slice.PayloadStart + _sliceTaken, count));
        if (_isChunked)
            _output.Append(Http1Writer.ChunkSuffix);
        TakeFromSlice(count);
        return SliceLeft == 0;
    }

    private void TakeFromSlice(int count)
    {
        _sliceTaken += count;
        PayloadBytes += count;
        Debug.Assert(SliceLeft >= 0, "No more is taken than was found.");
        if (SliceLeft > 0)
            return;
        _input.Consume(_slice.Consumed);
        _slice = default;
        _sliceTaken = 0;
    }

    private bool WriteEnd()
    {
        if (!_isChunked)
            return true;
        _output.EnsureRoom(Http1Writer.LastChunk.Length);
        if (!_forwardsTrailers || _trailers.Count == 0)
        {
            if (_output.Room.Length < Http1Writer.LastChunk.Length)
                return false;
            _output.Append(Http1Writer.LastChunk);
            return true;
        }

        if (!Http1Writer.TryWriteLastChunk(_trailers, _output.Room, out var written))
            return false;
        _output.Advance(written);
        return true;
    }

    private FlushResult Flush()
    {
        while (true)
        {
            var gathers = !_isChunked && SliceLeft > 0;
            if (_output.IsEmpty && !gathers)
            {
                _output.ReleaseIfEmpty();
                return FlushResult.Done;
            }

            var payload = gathers
                ? _input.Unread.Slice(_slice.PayloadStart + _sliceTaken, SliceLeft)
                : default;
            var status = _sink.TryWrite(_output.Unread, payload, out var count);
            if (status == IoStatus.Failed)
                return FlushResult.Failed;
            var fromOutput = Math.Min(count, _output.Count);
            var isPartial = count < _output.Count + payload.Length;
            _output.Consume(fromOutput);
            if (gathers)
                TakeFromSlice(count - fromOutput);
            if (count > 0)
                _clock.Touch();
            if (isPartial)
                return FlushResult.Blocked;
        }
    }

    /// <summary>Reads what is there; false when the source ended or broke.</summary>
    private bool Read()
    {
        _input.EnsureRoom(1);
        if (_fills >= FillsUntilGrowth)
        {
            _input.TryGrow();
            _fills = 0;
        }

        var room = _input.Room;
        var status = _source.TryRead(room, out var count);
        _input.Advance(count);
        _fills = count == room.Length ? _fills + 1 : 0;
        if (count > 0)
            _clock.Touch();
        if (status == IoStatus.EndOfStream && _decoder is { IsComplete: false, EndsWithConnection: true })
        {
            // The end of the connection is the end of the content: an empty rest says so from now on.
            _decoder = new Http1BodyDecoder(BodyFraming.None, 0, Http1Limits.Default);
            return true;
        }

        return status is IoStatus.Ok or IoStatus.WouldBlock;
    }
}
