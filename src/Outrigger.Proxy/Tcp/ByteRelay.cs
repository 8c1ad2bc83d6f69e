using Outrigger.Net.Buffers;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;

namespace Outrigger.Proxy.Tcp;

/// <summary>How a relay ended.</summary>
internal enum RelayEnd : byte
{
    /// <summary>The source sent all it will send, and the sink has been told.</summary>
    Finished,

    /// <summary>Both directions were silent for too long.</summary>
    Idle,

    /// <summary>A connection broke, or was closed by our side.</summary>
    Broken,
}

/// <summary>When bytes last moved in either direction of a pair; both relays share it.</summary>
/// <param name="timeoutMs">Silence until the pair ends, in milliseconds; 0 = never.</param>
/// <param name="endMs">When the pair ends in any case; <see cref="long.MaxValue"/> for never.</param>
internal sealed class RelayActivity(int timeoutMs, long endMs)
{
    private long _lastMs;

    /// <summary>When the pair ends if nothing moves until then.</summary>
    public long DeadlineMs => timeoutMs == 0 ? endMs : Math.Min(endMs, _lastMs + timeoutMs);

    /// <summary>Bytes moved.</summary>
    public void Touch(long nowMs) => _lastMs = nowMs;
}

/// <summary>
/// Copies bytes one way. It reads only what it could write: a slow sink stops the source. The buffer grows
/// while the source keeps filling it, from 16 to 128 KiB, and is given back when the source pauses.
/// </summary>
internal sealed class ByteRelay
{
    private const int FillsUntilGrowth = 2;

    /// <summary>After so many bytes without a wait the other connections have their turn.</summary>
    private const int TurnBytesMax = 512 * 1024;

    private readonly StreamConnection _source;
    private readonly StreamConnection _sink;
    private readonly StreamBuffer _buffer;
    private readonly RelayActivity _activity;
    private int _fills;
    private long _turnBytes;

    /// <summary>Prepares a direction.</summary>
    /// <param name="source">Where bytes come from.</param>
    /// <param name="sink">Where they go.</param>
    /// <param name="buffer">The buffer; what is in it already goes first.</param>
    /// <param name="activity">The pair's activity.</param>
    public ByteRelay(
        StreamConnection source, StreamConnection sink, StreamBuffer buffer, RelayActivity activity)
    {
        _source = source;
        _sink = sink;
        _buffer = buffer;
        _activity = activity;
    }

    /// <summary>Bytes written to the sink.</summary>
    public long BytesCount { get; private set; }

    /// <summary>
    /// Copies until the source ends, or something fails. The end is passed on as a half close.
    /// </summary>
    public async LoopTask<RelayEnd> RunAsync()
    {
        while (true)
        {
            while (!_buffer.IsEmpty)
            {
                var status = _sink.TryWrite(_buffer.Unread, out var count);
                if (status == IoStatus.Failed)
                    return RelayEnd.Broken;
                Note(count);
                if (_buffer.IsEmpty)
                    break;
                var wait = await _sink.WritableAsync(_activity.DeadlineMs);
                if (!GoesOn(wait, out var end))
                    return end;
            }

            if (!_source.IsReadable)
            {
                _buffer.ReleaseIfEmpty();
                _fills = 0;
                var wait = await _source.ReadableAsync(_activity.DeadlineMs);
                if (!GoesOn(wait, out var end))
                    return end;
                _turnBytes = 0;
                if (wait == WaitResult.TimedOut)
                    continue;
            }
            else if (_turnBytes >= TurnBytesMax)
            {
                _turnBytes = 0;
                await _source.Loop.Yield();
            }

            switch (Read())
            {
                case IoStatus.EndOfStream:
                    _buffer.Release();
                    _sink.ShutdownSend();
                    return RelayEnd.Finished;
                case IoStatus.Failed:
                    return RelayEnd.Broken;
            }
        }
    }

    private IoStatus Read()
    {
        _buffer.EnsureRoom(1);
        if (_fills >= FillsUntilGrowth && _buffer.TryGrow())
            _fills = 0;
        var room = _buffer.Room;
        var status = _source.TryRead(room, out var count);
        _buffer.Advance(count);
        _fills = count == room.Length ? _fills + 1 : 0;
        return status;
    }

    private void Note(int count)
    {
        _buffer.Consume(count);
        BytesCount += count;
        _turnBytes += count;
        _activity.Touch(_source.Loop.NowMs);
    }

    private bool GoesOn(WaitResult wait, out RelayEnd end)
    {
        // A wait that timed out ends the relay only if the other direction was silent too.
        end = wait == WaitResult.TimedOut ? RelayEnd.Idle : RelayEnd.Broken;
        return wait == WaitResult.Ready
            || (wait == WaitResult.TimedOut && _activity.DeadlineMs > _source.Loop.NowMs);
    }
}
