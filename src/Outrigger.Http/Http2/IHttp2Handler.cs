namespace Outrigger.Http.Http2;

/// <summary>
/// What a session tells its owner, synchronously and on the caller's thread. Every method may call the
/// session, <see cref="Http2Session.Receive"/> excepted. Spans are valid during the call only.
/// </summary>
/// <remarks>
/// The life of a request at a server: <see cref="OnStreamOpened"/>, <see cref="OnRequestHead"/>,
/// <see cref="OnData"/>*, <see cref="OnTrailers"/>?, at any time <see cref="OnReset"/>, and at last
/// <see cref="OnStreamClosed"/>, once. At a client: <see cref="Http2Session.TryOpenStream"/>, then
/// <see cref="OnInterimResponse"/>*, <see cref="OnResponseHead"/>, and so on.
/// </remarks>
public interface IHttp2Handler
{
    /// <summary>Milliseconds of a clock that never goes back; only differences are used.</summary>
    long NowMs { get; }

    /// <summary>
    /// Server: a request begins. Gives the head that is to be filled (the session clears it), and notes its
    /// state in <see cref="Http2Stream.Owner"/>; null refuses the stream with REFUSED_STREAM.
    /// </summary>
    RequestHead? OnStreamOpened(Http2Stream stream);

    /// <summary>Server: the head is complete and valid.</summary>
    void OnRequestHead(Http2Stream stream, bool endsStream);

    /// <summary>
    /// Server: the head is legal HTTP/2 but is not accepted: it is larger than
    /// <see cref="Http2Options.HeaderListBytesMax"/> or has more fields than allowed (431), or has a scheme
    /// other than http and https (400). What the head holds is incomplete. The owner answers with this status
    /// or resets; all that the client sends on is dropped.
    /// </summary>
    void OnRequestRefused(Http2Stream stream, int status);

    /// <summary>
    /// Client: gives the head for the response that is coming in on the stream (the session clears it), an
    /// interim or the final one.
    /// </summary>
    ResponseHead ResponseHeadOf(Http2Stream stream);

    /// <summary>Client: an interim response (1xx) is complete in the head that was given.</summary>
    void OnInterimResponse(Http2Stream stream);

    /// <summary>Client: the final response's head is complete and valid.</summary>
    void OnResponseHead(Http2Stream stream, bool endsStream);

    /// <summary>
    /// A piece of the content; may be empty when <paramref name="endsStream"/>. Its bytes occupy the windows
    /// until they are given to <see cref="Http2Session.Consume"/>.
    /// </summary>
    void OnData(Http2Stream stream, ReadOnlySpan<byte> payload, bool endsStream);

    /// <summary>Gives the map for the trailers that are coming in (the session clears it).</summary>
    HeaderMap TrailersOf(Http2Stream stream);

    /// <summary>The trailers are complete and valid; they end the peer's side of the stream.</summary>
    void OnTrailers(Http2Stream stream);

    /// <summary>
    /// The stream ended before its time, not by <see cref="Http2Session.Reset"/>. Nothing more can be read or
    /// written; <see cref="OnStreamClosed"/> follows. A server that has answered in full and does not want the
    /// rest of the request resets with NO_ERROR (RFC 9113 section 8.1): the response is then good.
    /// </summary>
    void OnReset(Http2Stream stream, Http2ErrorCode code, Http2ResetSource source);

    /// <summary>
    /// A write that took less than it was offered, or was refused, may be tried again: a window or the output
    /// has opened.
    /// </summary>
    void OnWritable(Http2Stream stream);

    /// <summary>
    /// Both sides have ended or the stream was reset. After a reset the object must not be used any more.
    /// After an ordinary end it lives on until all received content was given to
    /// <see cref="Http2Session.Consume"/>, and is good for nothing else.
    /// </summary>
    void OnStreamClosed(Http2Stream stream);

    /// <summary>The peer's SETTINGS were applied, the first ones or a change.</summary>
    void OnSettings();

    /// <summary>A PING of <see cref="Http2Session.TryPing"/> was answered.</summary>
    void OnPingAck(ulong payload);

    /// <summary>
    /// The peer will not process streams beyond this one. A client opens no more streams on this connection;
    /// those beyond are reset with <see cref="Http2ResetSource.GoAway"/> before this call.
    /// </summary>
    void OnGoAway(int lastStreamId, Http2ErrorCode code);

    /// <summary>
    /// The connection failed by the peer's fault: a GOAWAY was written, nothing more will be read or written.
    /// All streams were reset before this call. The owner flushes and closes.
    /// </summary>
    void OnFailure(Http2ErrorCode code, string reason);
}
