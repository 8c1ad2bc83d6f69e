namespace Outrigger.Http;

/// <summary>How the end of a message's content is known (RFC 9112 section 6.3).</summary>
public enum BodyFraming : byte
{
    /// <summary>There is no content.</summary>
    None = 0,

    /// <summary>Exactly <c>ContentLength</c> bytes follow; may be zero.</summary>
    ContentLength = 1,

    /// <summary>Chunked coding on HTTP/1.1, or a stream of unknown length on HTTP/2.</summary>
    Chunked = 2,

    /// <summary>A response that ends when the connection is closed.</summary>
    UntilClose = 3,
}
