namespace Outrigger.Http.Http1;

/// <summary>
/// Why a message was refused. <see cref="Http1Errors"/> gives status, sentence and detail of each.
/// </summary>
public enum Http1Error : byte
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>The start line has another form than the grammar's.</summary>
    InvalidStartLine,

    /// <summary>The method is empty or holds a character that no token may hold.</summary>
    InvalidMethod,

    /// <summary>The method is well-formed, but not a registered one.</summary>
    UnknownMethod,

    /// <summary>The target has a character or form that is not allowed.</summary>
    InvalidTarget,

    /// <summary>An absolute-form target has another scheme than http or https.</summary>
    UnsupportedScheme,

    /// <summary>The version is malformed or not one that exists.</summary>
    InvalidVersion,

    /// <summary>The version is HTTP/2.0 or later in HTTP/1 syntax.</summary>
    VersionNotSupported,

    /// <summary>A status code is not three digits from 100 up.</summary>
    InvalidStatus,

    /// <summary>A CR that no LF follows.</summary>
    BareCarriageReturn,

    /// <summary>A LF that no CR precedes.</summary>
    BareLineFeed,

    /// <summary>A control character (NUL, DEL, …) in the head or in a trailer.</summary>
    ControlCharacter,

    /// <summary>A field line without colon, or with an empty or invalid name.</summary>
    InvalidHeaderName,

    /// <summary>White space between a field's name and its colon.</summary>
    WhitespaceBeforeColon,

    /// <summary>A field line that starts with white space (obsolete line folding).</summary>
    FoldedHeader,

    /// <summary>The head is larger than allowed.</summary>
    HeadersTooLarge,

    /// <summary>The head has more fields than allowed.</summary>
    TooManyHeaders,

    /// <summary>The target, or the start line, is longer than allowed.</summary>
    TargetTooLong,

    /// <summary>An HTTP/1.1 request has no Host.</summary>
    MissingHost,

    /// <summary>A request has more than one Host.</summary>
    DuplicateHost,

    /// <summary>Host or authority is not a host with an optional port.</summary>
    InvalidHost,

    /// <summary>Content-Length is not one decimal number below 2^63.</summary>
    InvalidContentLength,

    /// <summary>Content-Length occurs more than once, equal or not.</summary>
    DuplicateContentLength,

    /// <summary>Content-Length and Transfer-Encoding occur together.</summary>
    ContentLengthWithTransferEncoding,

    /// <summary>Transfer-Encoding is malformed, or chunked is not final, or not once.</summary>
    InvalidTransferEncoding,

    /// <summary>Transfer-Encoding is well-formed, but names a coding that is not accepted.</summary>
    UnsupportedTransferEncoding,

    /// <summary>Transfer-Encoding in an HTTP/1.0 message.</summary>
    TransferEncodingInHttp10,

    /// <summary>Transfer-Encoding in a response that can have none (1xx, 204).</summary>
    TransferEncodingNotAllowed,

    /// <summary>A Content-Length other than 0 in a response that can have no content (1xx, 204).</summary>
    ContentLengthNotAllowed,

    /// <summary>Connection is so long that removing what it names would take too much work.</summary>
    ConnectionTooLong,

    /// <summary>A CONNECT request that announces content.</summary>
    ContentInConnect,

    /// <summary>A chunk size without digits, with other characters or of 2^63 or more.</summary>
    InvalidChunkSize,

    /// <summary>A chunk extension outside its grammar.</summary>
    InvalidChunkExtension,

    /// <summary>More bytes of chunk extensions than allowed.</summary>
    ChunkExtensionsTooLarge,

    /// <summary>The data of a chunk is not followed by CR LF.</summary>
    InvalidChunkEnd,

    /// <summary>The trailer section is larger than allowed.</summary>
    TrailersTooLarge,

    /// <summary>The trailer section has more fields than allowed.</summary>
    TooManyTrailers,

    /// <summary>
    /// The trailer section has a field that must come in the head (framing, routing, authentication).
    /// </summary>
    ForbiddenTrailer,
}
