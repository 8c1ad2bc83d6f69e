using Outrigger.Net.Loops;
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
/// Moves the content of one message from where it comes in to where it goes out. What waits in the sink's
/// output (the head) goes out first, with the first content. It receives only when all it had is taken, so a
/// slow sink stops the source. Reused from exchange to exchange.
/// </summary>
internal sealed class BodyPump
{
    /// <summary>After so many bytes without a wait the other connections have their turn.</summary>
    private const int TurnBytesMax = 512 * 1024;

    private readonly EventLoop _loop;
    private readonly ExchangeClock _clock;
    private BodySource _source = null!;
    private BodySink _sink = null!;
    private bool _forwardsTrailers;
    private bool _isEndAppended;
    private bool _isStopping;
    private long _turnStart;

    /// <summary>Makes a pump.</summary>
    /// <param name="loop">The worker's loop.</param>
    /// <param name="clock">The exchange's time limits.</param>
    public BodyPump(EventLoop loop, ExchangeClock clock)
    {
        _loop = loop;
        _clock = clock;
    }

    /// <summary>Content bytes that were moved.</summary>
    public long PayloadBytes { get; private set; }

    /// <summary>Prepares a transfer.</summary>
    /// <param name="source">Where the content comes from.</param>
    /// <param name="sink">Where it goes.</param>
    /// <param name="forwardsTrailers">Whether trailers go out behind it.</param>
    public void Start(BodySource source, BodySink sink, bool forwardsTrailers)
    {
        _source = source;
        _sink = sink;
        _forwardsTrailers = forwardsTrailers;
        _isEndAppended = false;
        _isStopping = false;
        _turnStart = 0;
        PayloadBytes = 0;
    }

    /// <summary>Transfers until the content is complete and written, or something fails.</summary>
    public async LoopTask<PumpEnd> RunAsync()
    {
        while (true)
        {
            var status = Move();
            // Of a message that is malformed, no more leaves than has left already.
            if (status == BodyStatus.Malformed)
                return PumpEnd.Malformed;
            switch (Flush(status))
            {
                case SinkStatus.Failed:
                    return PumpEnd.SinkFailed;
                case SinkStatus.Blocked:
                    if (EndOf(await _sink.WritableAsync(_clock.DeadlineMs)) is { } blockedEnd)
                        return blockedEnd;
                    continue;
            }

            if (_isEndAppended)
                return PumpEnd.Complete;
            if (status == BodyStatus.Ended)
                return PumpEnd.SourceEnded;
            if (status != BodyStatus.Empty)
                continue;
            if (PayloadBytes - _turnStart >= TurnBytesMax)
            {
                _turnStart = PayloadBytes;
                await _loop.Yield();
                if (_isStopping)
                    return PumpEnd.Cancelled;
            }

            while (!_source.TryReceive())
            {
                _turnStart = PayloadBytes;
                if (EndOf(await _source.ReadableAsync(_clock.DeadlineMs)) is { } waitEnd)
                    return waitEnd;
            }
        }
    }

    /// <summary>Makes the transfer end at its present wait.</summary>
    public void Stop()
    {
        _isStopping = true;
        _source.CancelReadable();
        _sink.CancelWritable();
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

    /// <summary>Moves what was received into the output while there is room.</summary>
    private BodyStatus Move()
    {
        while (true)
        {
            var status = _source.Look();
            if (status == BodyStatus.Payload)
            {
                var payload = _source.Payload;
                var taken = _sink.Append(payload, _source.IsLast);
                Take(taken);
                if (taken < payload.Length)
                    return status;
                continue;
            }

            if (status == BodyStatus.Complete && !_isEndAppended)
                _isEndAppended = _sink.TryAppendEnd(_forwardsTrailers ? _source.Trailers : null);
            return status;
        }
    }

    private SinkStatus Flush(BodyStatus status)
    {
        var hasPayload = status == BodyStatus.Payload;
        var flush = _sink.Flush(
            hasPayload ? _source.Payload : default, hasPayload && _source.IsLast, out var taken);
        Take(taken);
        return flush;
    }

    private void Take(int count)
    {
        if (count == 0)
            return;
        _source.Consume(count);
        PayloadBytes += count;
    }
}
