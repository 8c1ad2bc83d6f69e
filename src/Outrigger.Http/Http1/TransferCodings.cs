namespace Outrigger.Http.Http1;

/// <summary>
/// The codings that the Transfer-Encoding fields of a message list (RFC 9112 section 7). Only a list whose
/// last coding is the one and only chunked gives a message an end; the registered codings before it are for
/// the recipient of the content to undo.
/// </summary>
internal static class TransferCodings
{
    // All codings that exist, in one list, are shorter.
    private const int OthersBytesMax = 128;

    /// <summary>Whether there is one field, and it says chunked and nothing else: nearly always.</summary>
    internal static bool IsChunkedAlone(HeaderMap headers)
    {
        int first = headers.IndexOf(KnownHeader.TransferEncoding);
        return headers.IndexOf(KnownHeader.TransferEncoding, first + 1) < 0
            && HttpSyntax.EqualsIgnoreCase(headers.ValueAt(first), "chunked"u8);
    }

    /// <summary>Reads the list, which must end with chunked.</summary>
    /// <param name="headers">The fields of the message.</param>
    /// <param name="others">
    /// Where the map keeps the codings before chunked: in lower case, without parameters (no registered
    /// coding has any) and without identity, which changes nothing.
    /// </param>
    internal static Http1Error Read(HeaderMap headers, out ByteRange others)
    {
        others = default;
        Span<byte> list = stackalloc byte[OthersBytesMax];
        int length = 0;
        bool hasChunked = false;
        bool hasUnknown = false;
        for (int i = headers.IndexOf(KnownHeader.TransferEncoding); i >= 0;
            i = headers.IndexOf(KnownHeader.TransferEncoding, i + 1))
        {
            ReadOnlySpan<byte> rest = headers.ValueAt(i);
            bool isLast = false;
            while (!isLast)
            {
                // Implementations disagree about elements that are empty, so there is none. A quoted
                // parameter would be cut at its comma, and then is no parameter.
                int comma = rest.IndexOf((byte)',');
                isLast = comma < 0;
                ReadOnlySpan<byte> element = HttpSyntax.TrimWhitespace(isLast ? rest : rest[..comma]);
                rest = isLast ? default : rest[(comma + 1)..];
                if (hasChunked || !TryReadCoding(element, out ReadOnlySpan<byte> name))
                    return Http1Error.InvalidTransferEncoding;
                hasChunked = HttpSyntax.EqualsIgnoreCase(name, "chunked"u8);
                ReadOnlySpan<byte> known = RegisteredName(name);
                hasUnknown |= known.IsEmpty || length + 2 + known.Length > OthersBytesMax;
                if (!hasChunked && !hasUnknown && !known.SequenceEqual("identity"u8))
                    length = Append(list, length, known);
            }
        }

        // Without a final chunked the end of a request is unknown, whatever else is listed.
        if (!hasChunked)
            return Http1Error.InvalidTransferEncoding;
        if (hasUnknown)
            return Http1Error.UnsupportedTransferEncoding;
        bool hasRoom = length == 0 || headers.TryStore(list[..length], out others);
        return hasRoom ? Http1Error.None : Http1Error.HeadersTooLarge;
    }

    private static int Append(Span<byte> list, int length, ReadOnlySpan<byte> name)
    {
        if (length > 0)
        {
            ", "u8.CopyTo(list[length..]);
            length += 2;
        }

        name.CopyTo(list[length..]);
        return length + name.Length;
    }

    // token *( OWS ";" OWS [ token [ "=" token ] ] ): the parameters of the grammar but for quoted strings,
    // and those without a name or a value that some senders write.
    private static bool TryReadCoding(ReadOnlySpan<byte> element, out ReadOnlySpan<byte> name)
    {
        int semicolon = element.IndexOf((byte)';');
        name = semicolon < 0 ? element : HttpSyntax.TrimWhitespace(element[..semicolon]);
        while (semicolon >= 0)
        {
            element = element[(semicolon + 1)..];
            semicolon = element.IndexOf((byte)';');
            if (!IsParameter(HttpSyntax.TrimWhitespace(semicolon < 0 ? element : element[..semicolon])))
                return false;
        }

        return HttpSyntax.IsToken(name);
    }

    private static bool IsParameter(ReadOnlySpan<byte> text)
    {
        int equals = text.IndexOf((byte)'=');
        if (equals < 0)
            return text.IsEmpty || HttpSyntax.IsToken(text);
        return HttpSyntax.IsToken(text[..equals]) && HttpSyntax.IsToken(text[(equals + 1)..]);
    }

    // The registry of transfer codings, and identity, which once was in it. Empty for any other name.
    private static ReadOnlySpan<byte> RegisteredName(ReadOnlySpan<byte> name)
    {
        if (HttpSyntax.EqualsIgnoreCase(name, "chunked"u8))
            return "chunked"u8;
        if (HttpSyntax.EqualsIgnoreCase(name, "gzip"u8))
            return "gzip"u8;
        if (HttpSyntax.EqualsIgnoreCase(name, "x-gzip"u8))
            return "x-gzip"u8;
        if (HttpSyntax.EqualsIgnoreCase(name, "deflate"u8))
            return "deflate"u8;
        if (HttpSyntax.EqualsIgnoreCase(name, "compress"u8))
            return "compress"u8;
        if (HttpSyntax.EqualsIgnoreCase(name, "x-compress"u8))
            return "x-compress"u8;
        return HttpSyntax.EqualsIgnoreCase(name, "identity"u8) ? "identity"u8 : default;
    }
}
