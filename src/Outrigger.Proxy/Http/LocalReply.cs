using Outrigger.Http.Http1;

namespace Outrigger.Proxy.Http;

/// <summary>
/// A response that the proxy gives by itself. All cases are listed here, with Envoy's status, body and flag
/// for each, since clients and dashboards know them.
/// </summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body; empty for none.</param>
/// <param name="Flags">What went wrong.</param>
/// <param name="Closes">
/// Whether the connection cannot go on, because what the client sends next cannot be told apart.
/// </param>
/// <param name="IsRedirectToPath">Whether it sends the client to the request's own, normalised path.</param>
/// <param name="Headers">Headers beside the usual ones; they replace those of the same name.</param>
/// <param name="Details">What led to it, in Envoy's words (<c>RESPONSE_CODE_DETAILS</c>).</param>
internal readonly record struct LocalReply(
    int Status,
    ReadOnlyMemory<byte> Body,
    ResponseFlags Flags = ResponseFlags.None,
    bool Closes = false,
    bool IsRedirectToPath = false,
    ReplyHeaders? Headers = null,
    string? Details = null)
{
    private const string ConnectError =
        "upstream connect error or disconnect/reset before headers. reset reason: ";

    private static readonly byte[] s_noHealthyUpstream = "no healthy upstream"u8.ToArray();
    private static readonly byte[] s_connectionFailure = Text(ConnectError + "connection failure");
    private static readonly byte[] s_connectionTermination = Text(ConnectError + "connection termination");
    private static readonly byte[] s_overflow = Text(ConnectError + "overflow");
    private static readonly byte[] s_protocolError = Text(ConnectError + "protocol error");
    private static readonly byte[] s_requestTimeout = "upstream request timeout"u8.ToArray();
    private static readonly byte[] s_streamTimeout = "stream timeout"u8.ToArray();
    private static readonly byte[] s_clientTimeout = "request timeout"u8.ToArray();
    private static readonly byte[] s_overloaded = "envoy overloaded"u8.ToArray();
    private static readonly byte[] s_contentTooLarge = "Payload Too Large"u8.ToArray();
    private static readonly byte[] s_upgradeRequired = "HTTP/1.1 is required"u8.ToArray();

    /// <summary>No route matches.</summary>
    public static LocalReply NoRoute => new(404, default, ResponseFlags.NoRouteFound);

    /// <summary>No endpoint may take the request.</summary>
    public static LocalReply NoHealthyUpstream =>
        new(503, s_noHealthyUpstream, ResponseFlags.NoHealthyUpstream);

    /// <summary>The endpoint cannot be connected to.</summary>
    public static LocalReply ConnectionFailure =>
        new(503, s_connectionFailure, ResponseFlags.UpstreamConnectionFailure);

    /// <summary>There is no connection to the endpoint.</summary>
    /// <param name="transportFailure">Why TLS with it failed; empty when it was something else.</param>
    public static LocalReply NoConnection(string transportFailure) => transportFailure.Length == 0
        ? ConnectionFailure
        : ConnectionFailure with
        {
            Body = Text(ConnectError + "connection failure, transport failure reason: " + transportFailure),
        };

    /// <summary>The endpoint ended the connection before it answered.</summary>
    public static LocalReply ConnectionTermination =>
        new(503, s_connectionTermination, ResponseFlags.UpstreamConnectionTermination);

    /// <summary>The cluster has too much to do already.</summary>
    public static LocalReply Overflow => new(503, s_overflow, ResponseFlags.UpstreamOverflow);

    /// <summary>The endpoint's answer is malformed.</summary>
    public static LocalReply UpstreamProtocolError =>
        new(502, s_protocolError, ResponseFlags.UpstreamProtocolError);

    /// <summary>The endpoint did not answer in time.</summary>
    public static LocalReply UpstreamTimeout =>
        new(504, s_requestTimeout, ResponseFlags.UpstreamRequestTimeout);

    /// <summary>Nothing moved for too long after the whole request had come.</summary>
    public static LocalReply StreamIdle => new(504, s_streamTimeout, ResponseFlags.StreamIdleTimeout);

    /// <summary>Nothing of the request came for too long.</summary>
    public static LocalReply RequestIdle =>
        new(408, s_streamTimeout, ResponseFlags.StreamIdleTimeout, Closes: true);

    /// <summary>The request took too long to come.</summary>
    public static LocalReply RequestTimeout => new(408, s_clientTimeout, Closes: true);

    /// <summary>HTTP/1.0 is not served.</summary>
    public static LocalReply UpgradeRequired => new(426, s_upgradeRequired, Closes: true);

    /// <summary>The proxy is about to run out of memory or connections.</summary>
    public static LocalReply Overloaded => new(503, s_overloaded, ResponseFlags.OverloadManager, Closes: true);

    /// <summary>The content has codings that the endpoint's version of HTTP cannot carry.</summary>
    public static LocalReply UnsupportedCoding => new(501, default, ResponseFlags.DownstreamProtocolError);

    /// <summary>The request asks for an upgrade that is not allowed.</summary>
    public static LocalReply UpgradeRefused => new(403, default, Closes: true);

    /// <summary>There is more content than may be kept.</summary>
    public static LocalReply ContentTooLarge =>
        new(413, s_contentTooLarge, Closes: true, Details: "request_payload_too_large");

    /// <summary>The request's path is not acceptable, or it names no host.</summary>
    public static LocalReply BadRequest =>
        new(400, default, ResponseFlags.DownstreamProtocolError, Closes: true);

    /// <summary>There is no room for the headers that are added to the request.</summary>
    public static LocalReply HeadersTooLarge =>
        new(431, default, ResponseFlags.DownstreamProtocolError, Closes: true);

    /// <summary>The route's cluster does not exist.</summary>
    /// <param name="status">The route's status for the case.</param>
    public static LocalReply NoCluster(int status) => new(status, default, ResponseFlags.NoClusterFound);

    /// <summary>The request is malformed or too large.</summary>
    /// <param name="error">What the codec says.</param>
    public static LocalReply Malformed(Http1Error error) =>
        new(error.StatusCode(), default, ResponseFlags.DownstreamProtocolError, Closes: true);

    /// <summary>The request is well-formed but not accepted.</summary>
    /// <param name="status">Why.</param>
    public static LocalReply Refused(int status) =>
        new(status, default, ResponseFlags.DownstreamProtocolError, Closes: true);

    private static byte[] Text(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
