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

    /// <summary>The pair has lived as long as it may.</summary>
    Over,

    /// <summary>A connection broke, or was closed by our side.</summary>
    Broken,
}

/// <summary>
/// Moves bytes one way. It reads only what it could write: a slow sink stops the source.
/// <para>
/// It begins by copying. Once the source has filled the buffer, and both sides are sockets of the kernel, the
/// bytes are spliced: they pass through a pipe and never enter this process. A burst that turns out small is
/// followed by copying again, because for little a copy costs no more and needs no pipe. Where a side is no
/// socket, or there are too many pipes, the buffer grows instead, from 16 to 128 KiB, and is given back when
/// the source pauses.
/// </para>
/// </summary>
internal sealed partial class ByteRelay
{
    private const int FillsUntilGrowth = 2;

    /// <summary>After so many bytes without a wait the other connections have their turn.</summary>
    private const int TurnBytesMax = 512 * 1024;

    private readonly StreamConnection _source;
    private readonly StreamConnection _sink;
    private readonly StreamBuffer _buffer;
    private readonly RelayActivity _activity;
    private readonly bool _isFromClient;
    private readonly bool _mayGrow;
    private int _fills;
    private long _turnBytes;

    /// <summary>Prepares a direction.</summary>
    /// <param name="source">Where bytes come from.</param>
    /// <param name="sink">Where they go.</param>
    /// <param name="buffer">The buffer; what is in it already goes first.</param>
    /// <param name="activity">The pair's activity.</param>
    /// <param name="isFromClient">Whether the source is the client.</param>
    /// <param name="bufferBytesMax">
    /// Bytes that may be on their way at once; no less than the smallest buffer holds.
    /// </param>
    public ByteRelay(
        StreamConnection source,
        StreamConnection sink,
        StreamBuffer buffer,
        RelayActivity activity,
        bool isFromClient,
        int bufferBytesMax)
    {
        _source = source;
        _sink = sink;
        _buffer = buffer;
        _activity = activity;
        _isFromClient = isFromClient;
        _mayGrow = bufferBytesMax >= buffer.CapacityMax;
        if (bufferBytesMax >= source.Loop.Pipes.CapacityBytes)
        {
            _spliceSource = source as SocketConnection;
            _spliceSink = sink as SocketConnection;
        }

        if (!buffer.IsEmpty)
            activity.NoteSpeaker(isFromClient);
    }

    /// <summary>Bytes written to the sink.</summary>
    public long BytesCount { get; private set; }

    /// <summary>Bytes of them that were spliced.</summary>
    public long BytesSplicedCount { get; private set; }

    /// <summary>
    /// Moves bytes until the source ends, or something fails. The end is passed on as a half close.
    /// </summary>
    public async LoopTask<RelayEnd> RunAsync()
    {
        while (true)
        {
            var end = _isSplicing ? await SpliceAsync() : await CopyAsync();
            if (end is not { } final)
                continue;
            _buffer.Release();
            if (final == RelayEnd.Finished)
                _sink.ShutdownSend();
            return final;
        }
    }

    /// <summary>Copies; null when it is better to splice from here on.</summary>
    private async LoopTask<RelayEnd?> CopyAsync()
    {
        while (true)
        {
            while (!_buffer.IsEmpty)
            {
                var status = _sink.TryWrite(_buffer.Unread, out var count);
                if (status == IoStatus.Failed)
                    return RelayEnd.Broken;
                _buffer.Consume(count);
                Note(count);
                if (_buffer.IsEmpty)
                    break;
                var wait = await _sink.WritableAsync(_activity.DeadlineMs);
                if (!GoesOn(wait, out var end))
                    return end;
            }

            if (MaySplice())
                return null;
            if (await WaitForSourceAsync() is { } waitEnd)
                return waitEnd;
            if (!_source.IsReadable)
                continue;
            switch (Read())
            {
                case IoStatus.EndOfStream:
                    return RelayEnd.Finished;
                case IoStatus.Failed:
                    return RelayEnd.Broken;
            }
        }
    }

    /// <summary>
    /// Waits until the source has something, or lets others have their turn; the relay's end when it is over.
    /// </summary>
    private async LoopTask<RelayEnd?> WaitForSourceAsync()
    {
        if (!_source.IsReadable)
        {
            _buffer.ReleaseIfEmpty();
            _fills = 0;
            var wait = await _source.ReadableAsync(_activity.DeadlineMs);
            _turnBytes = 0;
            if (!GoesOn(wait, out var end))
                return end;
        }
        else if (_turnBytes >= TurnBytesMax)
        {
            _turnBytes = 0;
            await _source.Loop.Yield();
            if (_activity.IsOver(_source.Loop.NowMs))
                return RelayEnd.Over;
        }

        return null;
    }

    private IoStatus Read()
    {
        _buffer.EnsureRoom(1);
        if (_mayGrow && _fills >= FillsUntilGrowth && _buffer.TryGrow())
            _fills = 0;
        var room = _buffer.Room;
        var status = _source.TryRead(room, out var count);
        _buffer.Advance(count);
        _fills = count == room.Length ? _fills + 1 : 0;
        if (count > 0)
            _activity.NoteSpeaker(_isFromClient);
        return status;
    }

    private void Note(int count)
    {
        BytesCount += count;
        _turnBytes += count;
        _activity.Moved(_isFromClient, count, _source.Loop.NowMs);
    }

    private bool GoesOn(WaitResult wait, out RelayEnd end)
    {
        var nowMs = _source.Loop.NowMs;
        end = wait != WaitResult.TimedOut ? RelayEnd.Broken
            : _activity.IsOver(nowMs) ? RelayEnd.Over
            : RelayEnd.Idle;
        // A wait that timed out ends the relay only if the other direction was silent too.
        return wait == WaitResult.Ready
            || (wait == WaitResult.TimedOut && _activity.DeadlineMs > nowMs);
    }
}
