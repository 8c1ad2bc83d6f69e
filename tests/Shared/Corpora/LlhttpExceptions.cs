namespace Outrigger.Testing.Corpora;

/// <summary>
/// Which valid requests of llhttp's tests we refuse, and why; by the case's name. There is no invalid one that we
/// accept.
/// </summary>
public static class LlhttpExceptions
{
    private const string OtherProtocol = "only HTTP is spoken, not RTSP, ICE or HTTP/0.9";

    /// <summary>Valid for llhttp, and refused by us on purpose.</summary>
    public static IReadOnlyDictionary<string, string> RefusedThoughValid { get; } = new Dictionary<string, string>
    {
        ["SOURCE request with ICE"] = OtherProtocol,
        ["OPTIONS request with RTSP"] = OtherProtocol,
        ["ANNOUNCE request with RTSP"] = OtherProtocol,
        ["No HTTP version"] = OtherProtocol,
        ["M-SEARCH request"] = "'*' is a target of OPTIONS only (RFC 9112 section 3.2.4)",
        ["PRI request HTTP2"] = "'*' is a target of OPTIONS only; the preface of HTTP/2 says HTTP/2.0",
        ["CONNECT with body"] = "a CONNECT has no content (RFC 9110 section 9.3.6)",
        ["`host:port` and basic auth"] = "a target has no user information (RFC 9110 section 4.2.4)",
        ["CRLF between requests, implicit `keep-alive`"] = "of empty lines before a request, one is ignored (RFC 9112 section 2.2)",
    };
}
