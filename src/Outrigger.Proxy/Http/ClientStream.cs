using Outrigger.Http;
using Outrigger.Net.Loops;

namespace Outrigger.Proxy.Http;

/// <summary>How far the head of a response has come.</summary>
internal enum HeadStatus : byte
{
    /// <summary>It is there.</summary>
    Complete,

    /// <summary>It has not come yet: wait until the content is readable.</summary>
    Empty,

    /// <summary>It is malformed, or nothing that the request allows.</summary>
    Malformed,

    /// <summary>The endpoint ended or broke off before it was complete.</summary>
    Ended,
}

/// <summary>
/// An endpoint's side of one exchange: the request goes out here and the response comes in, whatever the
/// version of HTTP.
/// </summary>
internal abstract class ClientStream
{
    /// <summary>Where the request's content goes.</summary>
    public abstract BodySink Sink { get; }

    /// <summary>The content of the response; of use after <see cref="BeginContent"/>.</summary>
    public abstract BodySource Content { get; }

    /// <summary>Whether trailers may come and go on it.</summary>
    public abstract bool CarriesTrailers { get; }

    /// <summary>
    /// Whether the endpoint has not begun to act on the request, though it had the chance to: it may be sent
    /// once more, whatever it is, unless its content is gone.
    /// </summary>
    public abstract bool IsUnprocessed { get; }

    /// <summary>
    /// Whether the connection had been used before and ended without a byte of response. It was probably
    /// closed by its peer before the request came, but perhaps not.
    /// </summary>
    public abstract bool IsStale { get; }

    /// <summary>About how much waits in it, in bytes.</summary>
    public abstract long HeldBytes { get; }

    /// <summary>Puts the head of the request into the output.</summary>
    /// <param name="head">The request.</param>
    /// <param name="hasContent">Whether content goes out behind it.</param>
    public abstract HeadWrite TryWriteHead(RequestHead head, bool hasContent);

    /// <summary>Takes the next head of a response, interim or final, from what has arrived.</summary>
    /// <param name="request">The request that it answers.</param>
    /// <param name="receiver">Whose response it becomes; not asked for it before something has come.</param>
    public abstract HeadStatus TryReceiveHead(RequestHead request, IResponseReceiver receiver);

    /// <summary>Waits until more of a head may have arrived.</summary>
    /// <param name="deadlineMs">Loop time at which to give up; <see cref="long.MaxValue"/> for never.</param>
    public abstract ReadinessAwaitable ReadableAsync(long deadlineMs);

    /// <summary>Ends a wait for the response with <see cref="WaitResult.Cancelled"/>.</summary>
    public abstract void CancelReadable();

    /// <summary>Prepares to receive the content that the head announced.</summary>
    /// <param name="head">The final response, as it was received.</param>
    public abstract void BeginContent(ResponseHead head);

    /// <summary>Prepares to receive the bytes of a tunnel, which the response opened.</summary>
    public abstract void BeginTunnel();

    /// <summary>
    /// Breaks the stream off as it is: whoever waits on it resumes. Doing so twice does nothing.
    /// </summary>
    public abstract void Cancel();

    /// <summary>
    /// Gives back what carried the stream: to others, if request and response are complete and it was not
    /// broken off. Nobody waits on it any more, and it is not used again before it begins anew.
    /// </summary>
    public abstract void Release();
}
