namespace Outrigger.Http.Http1;

/// <summary>What the next byte of a chunked content is expected to be (RFC 9112 section 7.1).</summary>
internal enum ChunkState : byte
{
    Size,
    SizeLineFeed,
    ExtensionNameStart,
    ExtensionName,
    ExtensionValueStart,
    ExtensionValue,
    ExtensionQuoted,
    ExtensionEscaped,
    ExtensionQuotedEnd,
    Data,
    DataCarriageReturn,
    DataLineFeed,
    Trailers,
    Invalid,
}
