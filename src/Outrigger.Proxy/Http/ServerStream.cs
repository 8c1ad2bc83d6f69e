using Outrigger.Http;
using Outrigger.Net.Tasks;

namespace Outrigger.Proxy.Http;

/// <summary>How the receiving of a request's head ended.</summary>
internal enum HeadOutcome : byte
{
    /// <summary>The head is there.</summary>
    Complete,

    /// <summary>It is malformed or too large.</summary>
    Refused,

    /// <summary>It did not come in time.</summary>
    TimedOut,

    /// <summary>It is not waited for, because the proxy is under pressure.</summary>
    Overloaded,

    /// <summary>The client went away, or sent nothing at all.</summary>
    Closed,
}

/// <summary>Whether a head went into the output.</summary>
internal enum HeadWrite : byte
{
    /// <summary>It did.</summary>
    Done,

    /// <summary>There is no room now: wait until the sink is writable.</summary>
    Blocked,

    /// <summary>It can never be written: it is too large, or its peer is gone.</summary>
    Failed,
}

/// <summary>How an exchange left its client.</summary>
internal enum StreamEnd : byte
{
    /// <summary>Request and response are complete.</summary>
    Complete,

    /// <summary>All that had to be said was said, but the client may still be sending.</summary>
    Unread,

    /// <summary>The response broke off: the client must not take it for whole.</summary>
    BrokenOff,

    /// <summary>The client is gone, or the bytes of a tunnel have ended; there is nothing to say.</summary>
    Gone,
}

/// <summary>
/// The client's side of one exchange: its request comes in here and its response goes out, whatever the
/// version of HTTP.
/// </summary>
internal abstract class ServerStream
{
    /// <summary>The connection that it belongs to.</summary>
    public abstract ServerConnection Connection { get; }

    /// <summary>The content of the request; of use after <see cref="BeginContent"/>.</summary>
    public abstract BodySource Content { get; }

    /// <summary>Where the content of the response goes.</summary>
    public abstract BodySink Sink { get; }

    /// <summary>Whether trailers may come and go on it.</summary>
    public abstract bool CarriesTrailers { get; }

    /// <summary>What the client is told whose head was refused.</summary>
    public abstract LocalReply Refusal { get; }

    /// <summary>Receives the head of the request.</summary>
    /// <param name="head">Where it goes.</param>
    /// <param name="deadlineMs">Loop time at which to give up.</param>
    public abstract LoopTask<HeadOutcome> ReceiveHeadAsync(RequestHead head, long deadlineMs);

    /// <summary>Prepares to receive the content that the head announced.</summary>
    /// <param name="head">The request.</param>
    public abstract void BeginContent(RequestHead head);

    /// <summary>Prepares to receive the bytes of a tunnel, which the request opened.</summary>
    public abstract void BeginTunnel();

    /// <summary>Invites the client to send the content it announced; false when it cannot be told.</summary>
    public abstract bool TryWriteContinue();

    /// <summary>Puts an interim response (1xx) into the output.</summary>
    /// <param name="head">The response.</param>
    public abstract HeadWrite TryWriteInterim(ResponseHead head);

    /// <summary>Puts the head of the final response into the output.</summary>
    /// <param name="request">The request that it answers.</param>
    /// <param name="head">The response; its framing may be changed to what this version of HTTP has.</param>
    /// <param name="hasContent">Whether content goes out behind it.</param>
    /// <param name="closes">Whether the client can send no further request behind this one.</param>
    public abstract HeadWrite TryWriteHead(
        RequestHead request, ResponseHead head, bool hasContent, bool closes);
}
