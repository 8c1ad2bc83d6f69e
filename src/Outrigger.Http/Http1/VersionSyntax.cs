namespace Outrigger.Http.Http1;

/// <summary>The version token of a start line (RFC 9112 section 2.3).</summary>
internal static class VersionSyntax
{
    internal const int Length = 8;

    /// <summary>Accepts HTTP/1.1 and HTTP/1.0; tells later major versions from malformed ones.</summary>
    internal static Http1Error Parse(ReadOnlySpan<byte> text, out HttpVersion version)
    {
        version = HttpVersion.Http11;
        if (text.SequenceEqual("HTTP/1.1"u8))
            return Http1Error.None;
        version = HttpVersion.Http10;
        if (text.SequenceEqual("HTTP/1.0"u8))
            return Http1Error.None;
        bool later = text.Length == Length && text.StartsWith("HTTP/"u8)
            && text[5] is >= (byte)'2' and <= (byte)'9'
            && text[6] == '.' && text[7] is >= (byte)'0' and <= (byte)'9';
        return later ? Http1Error.VersionNotSupported : Http1Error.InvalidVersion;
    }
}
