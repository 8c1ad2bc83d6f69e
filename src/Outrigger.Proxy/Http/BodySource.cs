using Outrigger.Http;
using Outrigger.Net.Loops;

namespace Outrigger.Proxy.Http;

/// <summary>How far the content of a message has come.</summary>
internal enum BodyStatus : byte
{
    /// <summary>There is some in <see cref="BodySource.Payload"/>.</summary>
    Payload,

    /// <summary>What has come was consumed; more will come.</summary>
    Empty,

    /// <summary>All of it was consumed.</summary>
    Complete,

    /// <summary>It is malformed.</summary>
    Malformed,

    /// <summary>Its sender ended or broke off before it was complete.</summary>
    Ended,
}

/// <summary>
/// The content of one message as it comes in, whatever the protocol that carries it. What is not consumed
/// holds its sender back.
/// </summary>
internal abstract class BodySource
{
    /// <summary>Content that was received and not consumed: contiguous, and perhaps not all there is.</summary>
    public abstract ReadOnlySpan<byte> Payload { get; }

    /// <summary>Whether nothing follows <see cref="Payload"/>, as far as is known by now.</summary>
    public abstract bool IsLast { get; }

    /// <summary>What came behind the content, null for nothing; of use once it is complete.</summary>
    public abstract HeaderMap? Trailers { get; }

    /// <summary>What the sender of malformed content is told.</summary>
    public virtual LocalReply Refusal => LocalReply.BadRequest;

    /// <summary>Finds the next piece of content in what was received.</summary>
    public abstract BodyStatus Look();

    /// <summary>Takes content off the front of <see cref="Payload"/>.</summary>
    /// <param name="count">How many bytes.</param>
    public abstract void Consume(int count);

    /// <summary>Takes in what has arrived; false when nothing has and one must wait.</summary>
    public abstract bool TryReceive();

    /// <summary>Waits until something may have arrived.</summary>
    /// <param name="deadlineMs">Loop time at which to give up; <see cref="long.MaxValue"/> for never.</param>
    public abstract ReadinessAwaitable ReadableAsync(long deadlineMs);

    /// <summary>Ends a wait for more with <see cref="WaitResult.Cancelled"/>; else does nothing.</summary>
    public abstract void CancelReadable();

    /// <summary>Drops content that was received already; returns whether it was all of it.</summary>
    public bool DiscardReceived()
    {
        BodyStatus status;
        while ((status = Look()) == BodyStatus.Payload)
            Consume(Payload.Length);
        return status == BodyStatus.Complete;
    }
}
