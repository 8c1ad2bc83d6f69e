namespace Outrigger.Http.Http1;

/// <summary>
/// The one place that maps an <see cref="Http1Error"/> to what the client, the log and the statistics get.
/// The details are those of Envoy where it has one for the case.
/// </summary>
public static class Http1Errors
{
    /// <summary>
    /// The status to answer a request with; a proxy answers 502 when a response is at fault.
    /// </summary>
    public static int StatusCode(this Http1Error error) => error switch
    {
        Http1Error.TargetTooLong => 414,
        Http1Error.HeadersTooLarge or Http1Error.TooManyHeaders => 431,
        Http1Error.TrailersTooLarge or Http1Error.TooManyTrailers => 431,
        Http1Error.UnsupportedTransferEncoding => 501,
        Http1Error.VersionNotSupported => 505,
        _ => 400,
    };

    /// <summary>The response code detail for the access log.</summary>
    public static ReadOnlySpan<byte> Detail(this Http1Error error) => error switch
    {
        Http1Error.None => default,
        Http1Error.InvalidTarget or Http1Error.InvalidHost => "http1.invalid_url"u8,
        Http1Error.TargetTooLong => "http1.url_too_long"u8,
        Http1Error.UnsupportedScheme => "http1.invalid_scheme"u8,
        Http1Error.ControlCharacter or Http1Error.BareCarriageReturn or Http1Error.BareLineFeed
            or Http1Error.InvalidHeaderName or Http1Error.WhitespaceBeforeColon =>
            "http1.invalid_characters"u8,
        Http1Error.HeadersTooLarge => "http1.headers_too_large"u8,
        Http1Error.TooManyHeaders => "http1.too_many_headers"u8,
        Http1Error.TrailersTooLarge => "http1.trailers_too_large"u8,
        Http1Error.TooManyTrailers => "http1.too_many_trailers"u8,
        Http1Error.MissingHost or Http1Error.DuplicateHost => "http1.missing_or_duplicate_host"u8,
        Http1Error.ContentLengthWithTransferEncoding => "http1.content_length_and_chunked_not_allowed"u8,
        Http1Error.InvalidTransferEncoding or Http1Error.UnsupportedTransferEncoding
            or Http1Error.TransferEncodingInHttp10 => "http1.invalid_transfer_encoding"u8,
        Http1Error.TransferEncodingNotAllowed => "http1.transfer_encoding_not_allowed"u8,
        Http1Error.ContentLengthNotAllowed => "http1.content_length_not_allowed"u8,
        Http1Error.ConnectionTooLong => "http1.connection_header_rejected"u8,
        Http1Error.ContentInConnect => "http1.body_disallowed"u8,
        Http1Error.VersionNotSupported => "http1.version_not_supported"u8,
        _ => "http1.codec_error"u8,
    };

    /// <summary>One sentence for a human: what was found.</summary>
    public static string Sentence(this Http1Error error) => error switch
    {
        Http1Error.None => "The message is valid.",
        Http1Error.InvalidStartLine => "The start line is not of the form that HTTP/1 prescribes.",
        Http1Error.InvalidMethod => "The method is empty or holds a character that is not allowed.",
        Http1Error.UnknownMethod => "The method is none that is registered.",
        Http1Error.InvalidTarget => "The request target holds a character or has a form that is not allowed.",
        Http1Error.UnsupportedScheme => "The request target has a scheme other than http and https.",
        Http1Error.InvalidVersion => "The protocol version is neither HTTP/1.0 nor HTTP/1.1.",
        Http1Error.VersionNotSupported => "The protocol version is not spoken in the syntax of HTTP/1.",
        Http1Error.InvalidStatus => "The status code is not a three-digit number from 100 up.",
        Http1Error.BareCarriageReturn => "A carriage return is not followed by a line feed.",
        Http1Error.BareLineFeed => "A line ends with a line feed alone.",
        Http1Error.ControlCharacter => "A control character is in a place where only text may be.",
        Http1Error.InvalidHeaderName => "A header line has no colon, or a name that is empty or not allowed.",
        Http1Error.WhitespaceBeforeColon => "White space stands between a header's name and its colon.",
        Http1Error.FoldedHeader => "A header line starts with white space; folded lines are not accepted.",
        Http1Error.HeadersTooLarge => "The headers are larger than allowed.",
        Http1Error.TooManyHeaders => "There are more headers than allowed.",
        Http1Error.TargetTooLong => "The request target is longer than allowed.",
        Http1Error.MissingHost => "The request has no Host header.",
        Http1Error.DuplicateHost => "The request has more than one Host header.",
        Http1Error.InvalidHost => "The host is not a valid host name or address with an optional port.",
        Http1Error.InvalidContentLength => "Content-Length is not one decimal number.",
        Http1Error.DuplicateContentLength => "Content-Length occurs more than once.",
        Http1Error.ContentLengthWithTransferEncoding =>
            "Content-Length and Transfer-Encoding occur together.",
        Http1Error.InvalidTransferEncoding => "Transfer-Encoding is not one final chunked.",
        Http1Error.UnsupportedTransferEncoding => "Transfer-Encoding names a coding that is not accepted.",
        Http1Error.TransferEncodingInHttp10 => "HTTP/1.0 has no Transfer-Encoding.",
        Http1Error.TransferEncodingNotAllowed => "A response with this status can have no Transfer-Encoding.",
        Http1Error.ContentLengthNotAllowed => "A response with this status can have no content.",
        Http1Error.ConnectionTooLong => "Connection is longer than allowed.",
        Http1Error.ContentInConnect => "A CONNECT request announces content, which it cannot have.",
        Http1Error.InvalidChunkSize => "A chunk size is not a hexadecimal number in range.",
        Http1Error.InvalidChunkExtension => "A chunk extension is malformed.",
        Http1Error.ChunkExtensionsTooLarge => "The chunk extensions are larger than allowed.",
        Http1Error.InvalidChunkEnd => "The data of a chunk is not followed by a line end.",
        Http1Error.TrailersTooLarge => "The trailers are larger than allowed.",
        Http1Error.TooManyTrailers => "There are more trailers than allowed.",
        Http1Error.ForbiddenTrailer => "A trailer has a name that is allowed in the headers only.",
        _ => "The message is not valid HTTP/1.",
    };
}
