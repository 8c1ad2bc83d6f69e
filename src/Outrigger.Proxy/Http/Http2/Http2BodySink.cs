using Outrigger.Http;
using Outrigger.Net.Loops;

namespace Outrigger.Proxy.Http.Http2;

/// <summary>
/// Content that goes out on an HTTP/2 stream. It goes straight into the connection's output, as much as the
/// windows allow; the connection flushes it together with what its other streams have.
/// </summary>
/// <param name="channel">The stream.</param>
internal sealed class Http2BodySink(Http2Channel channel) : BodySink
{
    private bool _isEnded;
    private bool _isBlocked;

    /// <summary>Prepares for a stream.</summary>
    public void Begin()
    {
        _isEnded = false;
        _isBlocked = false;
    }

    /// <summary>The head said that nothing follows it.</summary>
    public void OnEndedByHead() => _isEnded = true;

    /// <inheritdoc/>
    public override int Append(ReadOnlySpan<byte> payload, bool isLast)
    {
        if (channel.IsReset || channel.Stream is not { } stream)
            return 0;
        var taken = channel.Transport.Session.WriteData(stream, payload, isLast);
        _isEnded = isLast && taken == payload.Length;
        if (taken < payload.Length)
            Block();
        if (taken > 0)
            channel.Clock.Touch();
        return taken;
    }

    /// <inheritdoc/>
    public override bool TryAppendEnd(HeaderMap? trailers)
    {
        if (_isEnded)
            return true;
        if (channel.IsReset || channel.Stream is not { } stream)
            return false;
        var session = channel.Transport.Session;
        if (trailers is { Count: > 0 })
        {
            _isEnded = session.TryWriteTrailers(stream, trailers);
        }
        else
        {
            session.WriteData(stream, default, endsStream: true);
            // With its second end the stream closes, and the session uses the object for another.
            _isEnded = channel.Stream is null || stream.IsLocalEnded;
        }

        if (!_isEnded)
            Block();
        return _isEnded;
    }

    /// <inheritdoc/>
    public override SinkStatus Flush(ReadOnlySpan<byte> payload, bool isLast, out int taken)
    {
        taken = 0;
        if (_isEnded)
            return SinkStatus.Done;
        if (channel.IsReset || channel.Stream is null)
            return SinkStatus.Failed;
        if (!_isBlocked)
            return SinkStatus.Done;
        _isBlocked = false;
        return SinkStatus.Blocked;
    }

    /// <summary>Something could not be written: the session will say when to try again.</summary>
    public void Block()
    {
        _isBlocked = true;
        channel.Write.IsReady = false;
    }

    /// <inheritdoc/>
    public override ReadinessAwaitable WritableAsync(long deadlineMs) => channel.Write.WaitAsync(deadlineMs);

    /// <inheritdoc/>
    public override void CancelWritable() => channel.Write.Interrupt(WaitResult.Cancelled);
}
