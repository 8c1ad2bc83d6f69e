namespace Outrigger.Testing.Corpora;

/// <summary>Where we judge a request of llhttp's tests otherwise than llhttp does, and why; by the case's name.</summary>
public static class LlhttpExceptions
{
    private const string OtherProtocol = "only HTTP is spoken, not RTSP, ICE or HTTP/0.9";
    private const string AnyToken = "a method is any token (RFC 9110 section 9.1)";
    private const string Fragment = "a target has no fragment (RFC 9112 section 3.2)";
    private const string OtherCoding = "codings other than chunked are not implemented (501)";

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
        ["Fragment in URI"] = Fragment,
        ["`host:port` and basic auth"] = "a target has no user information (RFC 9110 section 4.2.4)",
        ["CRLF between requests, implicit `keep-alive`"] = "one empty line before a request is tolerated, not two",
        ["POST with `chunked` as last transfer-encoding"] = OtherCoding,
        ["POST with `chunked` as last transfer-encoding (multiple headers)"] = OtherCoding,
    };

    /// <summary>Invalid for llhttp, and accepted by us on purpose.</summary>
    public static IReadOnlyDictionary<string, string> AcceptedThoughInvalid { get; } = new Dictionary<string, string>
    {
        ["HTTP protocol and ANNOUNCE method"] = AnyToken,
        ["Invalid method"] = AnyToken,
    };
}
