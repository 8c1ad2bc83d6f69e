using Outrigger.Http;
using Outrigger.Http.Http2;
using Outrigger.Net.Loops;

namespace Outrigger.Proxy.Http.Http2;

/// <summary>
/// Content that comes in on an HTTP/2 stream. What is not consumed keeps the stream's window closed.
/// </summary>
/// <param name="channel">The stream.</param>
internal sealed class Http2BodySource(Http2Channel channel) : BodySource
{
    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Payload => channel.Received.First;

    /// <inheritdoc/>
    public override bool IsLast =>
        channel is { IsRemoteEnded: true, Received.IsOnePiece: true, Trailers: null or { Count: 0 } };

    /// <inheritdoc/>
    public override HeaderMap? Trailers => channel.Trailers;

    /// <inheritdoc/>
    public override BodyStatus Look()
    {
        // A sender that ended its side may reset the stream because it wants no more of ours; what it sent is
        // whole. What a stream that was broken off had brought is of no use.
        if (channel is { IsReset: true, IsRemoteEnded: false })
        {
            return channel.ResetSource == Http2ResetSource.Violation
                ? BodyStatus.Malformed
                : BodyStatus.Ended;
        }

        if (!channel.Received.IsEmpty)
            return BodyStatus.Payload;
        return channel.IsRemoteEnded ? BodyStatus.Complete : BodyStatus.Empty;
    }

    /// <inheritdoc/>
    public override void Consume(int count) => channel.Consume(count);

    /// <inheritdoc/>
    public override bool TryReceive()
    {
        if (Look() != BodyStatus.Empty)
        {
            channel.Clock.Touch();
            return true;
        }

        channel.Read.IsReady = false;
        return false;
    }

    /// <inheritdoc/>
    public override ReadinessAwaitable ReadableAsync(long deadlineMs) => channel.Read.WaitAsync(deadlineMs);

    /// <inheritdoc/>
    public override void CancelReadable() => channel.Read.Interrupt(WaitResult.Cancelled);
}
