namespace Outrigger.Http;

/// <summary>The protocol version of a message (RFC 9110 section 2.5).</summary>
public enum HttpVersion : byte
{
    /// <summary>HTTP/1.1, the version we speak ourselves on HTTP/1 connections.</summary>
    Http11 = 0,

    /// <summary>
    /// HTTP/1.0: no chunked coding, closes after the response unless keep-alive was asked for.
    /// </summary>
    Http10 = 1,

    /// <summary>HTTP/2.</summary>
    Http2 = 2,
}
