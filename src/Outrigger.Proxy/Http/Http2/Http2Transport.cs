using Outrigger.Http.Http2;
using Outrigger.Net.Buffers;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;

namespace Outrigger.Proxy.Http.Http2;

/// <summary>
/// The bytes of one HTTP/2 connection between its socket and its session. What the session writes, for
/// however many streams, leaves with one write at the end of the loop's round. Streams that something came
/// for are resumed after everything that was read has been taken in, so that none of them calls into the
/// session while it receives.
/// </summary>
internal sealed class Http2Transport : Http2Output
{
    /// <summary>After so many reads that filled the buffer it becomes a large one.</summary>
    private const int FillsUntilGrowth = 2;

    private readonly EventLoop _loop;
    private readonly StreamBuffer _input;
    private readonly StreamBuffer _output;
    private readonly Action _flush;
    private readonly ReadinessSignal _drained;
    private Http2Channel? _firstReady;
    private Http2Channel? _lastReady;
    private bool _isFlushDue;
    private bool _isBlocked;
    private int _fills;

    /// <summary>Makes the transport and the session of a connection.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="input">What was received of it so far.</param>
    /// <param name="role">Which end we are.</param>
    /// <param name="options">How we take part.</param>
    /// <param name="handler">Gets the session's events.</param>
    public Http2Transport(
        StreamConnection socket, StreamBuffer input, Http2Role role, Http2Options options, IHttp2Handler handler)
    {
        Socket = socket;
        _loop = socket.Loop;
        _input = input;
        _output = _loop.CreateStreamBuffer();
        _flush = OnFlushDue;
        _drained = new ReadinessSignal(_loop);
        Session = new Http2Session(role, options, handler, this);
    }

    /// <summary>The connection.</summary>
    public StreamConnection Socket { get; }

    /// <summary>The protocol.</summary>
    public Http2Session Session { get; }

    /// <summary>Called once when there is room in the output again; null for nobody.</summary>
    public Action? RoomObserver { get; set; }

    /// <summary>About how much waits in it, in bytes.</summary>
    public long HeldBytes => _output.Count + ReceivedBytes;

    /// <summary>Content that was received on its streams and not consumed, in bytes.</summary>
    public long ReceivedBytes { get; set; }

    /// <inheritdoc/>
    public override Span<byte> GetRoom(int bytesMin) => _output.EnsureRoom(bytesMin) ? _output.Room : default;

    /// <inheritdoc/>
    public override void Advance(int count)
    {
        _output.Advance(count);
        if (_isFlushDue || _isBlocked)
            return;
        _isFlushDue = true;
        _loop.Defer(_flush);
    }

    /// <summary>Takes in what is buffered, and resumes the streams that it concerns.</summary>
    public void TakeIn()
    {
        if (!_input.IsEmpty)
            _input.Consume(Session.Receive(_input.Unread));
        ResumeReady();
    }

    /// <summary>Reads what has arrived and takes it in.</summary>
    /// <returns>What the read did.</returns>
    public IoStatus Receive()
    {
        _input.EnsureRoom(1);
        if (_fills >= FillsUntilGrowth)
        {
            _input.TryGrowForContent();
            _fills = 0;
        }

        var room = _input.Room;
        var status = Socket.TryRead(room, out var count);
        _input.Advance(count);
        _fills = count == room.Length ? _fills + 1 : 0;
        if (count > 0)
            TakeIn();
        _input.ReleaseIfEmpty();
        return status;
    }

    /// <summary>Lets a stream resume when everything that was read has been taken in.</summary>
    /// <param name="channel">The stream.</param>
    public void MarkReady(Http2Channel channel)
    {
        if (channel.IsMarked)
            return;
        channel.IsMarked = true;
        if (_lastReady is { } last)
            last.NextReady = channel;
        else
            _firstReady = channel;
        _lastReady = channel;
    }

    /// <summary>Ends all streams, and says why as far as that can still be said.</summary>
    /// <param name="code">Why.</param>
    public void CloseSession(Http2ErrorCode code)
    {
        Session.Close(code);
        ResumeReady();
    }

    /// <summary>Waits until the output has left; false when the peer stopped taking it.</summary>
    /// <param name="timeoutMs">How long the peer may take nothing.</param>
    public async LoopTask<bool> DrainAsync(int timeoutMs)
    {
        if (!_isBlocked)
            Flush();
        _drained.IsReady = _output.IsEmpty;
        while (true)
        {
            var written = Socket.BytesWritten;
            var wait = await _drained.WaitAsync(_loop.NowMs + timeoutMs);
            if (wait != WaitResult.TimedOut || Socket.BytesWritten == written)
                return wait == WaitResult.Ready;
        }
    }

    /// <summary>Gives the buffers back.</summary>
    public void Release()
    {
        _input.Release();
        _output.Release();
    }

    private void ResumeReady()
    {
        while (_firstReady is { } channel)
        {
            _firstReady = channel.NextReady;
            if (_firstReady is null)
                _lastReady = null;
            channel.NextReady = null;
            channel.IsMarked = false;
            channel.Resume();
        }
    }

    private void OnFlushDue()
    {
        _isFlushDue = false;
        if (!_isBlocked)
            Flush();
    }

    private void Flush()
    {
        if (_output.IsEmpty || !TryWriteOnce())
            return;
        if (!_output.IsEmpty)
        {
            _isBlocked = true;
            FlushBlockedAsync().Detach(_loop.ReportFault);
            return;
        }

        OnRoom();
    }

    private async LoopTask FlushBlockedAsync()
    {
        while (!_output.IsEmpty)
        {
            if (await Socket.WritableAsync(long.MaxValue) == WaitResult.Closed || !TryWriteOnce())
                break;
            OnRoom();
        }

        _isBlocked = false;
        _output.ReleaseIfEmpty();
        _drained.SetReady();
    }

    private bool TryWriteOnce()
    {
        if (Socket.TryWrite(_output.Unread, out var count) == IoStatus.Failed)
        {
            // Whoever reads learns of it, too, and ends the session.
            _output.Release();
            Socket.Close();
            return false;
        }

        _output.Consume(count);
        return true;
    }

    private void OnRoom()
    {
        _output.ReleaseIfEmpty();
        // Streams that are about to be opened come first: a head is small, and content would leave no room for it.
        var observer = RoomObserver;
        RoomObserver = null;
        observer?.Invoke();
        Session.OnOutputRoom();
        ResumeReady();
    }
}
