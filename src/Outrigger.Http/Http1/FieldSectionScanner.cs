namespace Outrigger.Http.Http1;

/// <summary>
/// Reads CRLF-ended lines and field lines from a buffer that grows between calls. It remembers how far it has
/// looked, so that bytes arriving one by one cost one look each. Which error is found does not depend on
/// where the input was split: bytes are judged strictly in their order, and never beyond the size limit.
/// </summary>
internal struct FieldSectionScanner
{
    /// <summary>Where the current line starts.</summary>
    internal int LineStart;

    private int _scanned;

    /// <summary>Starts at an offset of the buffer.</summary>
    internal void Reset(int offset)
    {
        LineStart = offset;
        _scanned = offset;
    }

    /// <summary>
    /// Finds the end of the current line. On success <paramref name="lineEnd"/> is the offset of its CR; the
    /// line holds no control byte other than TAB.
    /// </summary>
    internal Http1ParseStatus FindLineEnd(ReadOnlySpan<byte> window, out int lineEnd, out Http1Error error)
    {
        error = Http1Error.None;
        int found = HttpSyntax.IndexOfControl(window[_scanned..]);
        if (found < 0)
        {
            _scanned = lineEnd = window.Length;
            return Http1ParseStatus.NeedMoreData;
        }

        lineEnd = _scanned + found;
        byte control = window[lineEnd];
        if (control != '\r')
        {
            error = control == '\n' ? Http1Error.BareLineFeed : Http1Error.ControlCharacter;
            return Http1ParseStatus.Error;
        }

        _scanned = lineEnd;
        if (lineEnd + 1 >= window.Length)
            return Http1ParseStatus.NeedMoreData;
        if (window[lineEnd + 1] == '\n')
            return Http1ParseStatus.Complete;
        error = Http1Error.BareCarriageReturn;
        return Http1ParseStatus.Error;
    }

    /// <summary>Goes to the line behind the one that ends at the CR at <paramref name="lineEnd"/>.</summary>
    internal void NextLine(int lineEnd) => Reset(lineEnd + 2);

    /// <summary>
    /// Reads field lines into the map until the empty line, which is consumed too: then
    /// <see cref="LineStart"/> is the offset behind the section.
    /// </summary>
    internal Http1ParseStatus ReadFields(
        ReadOnlySpan<byte> window, HeaderMap fields, int countMax, out Http1Error error)
    {
        while (true)
        {
            Http1ParseStatus status = FindLineEnd(window, out int lineEnd, out error);
            if (status != Http1ParseStatus.Complete)
                return status;
            int lineStart = LineStart;
            NextLine(lineEnd);
            if (lineEnd == lineStart)
                return Http1ParseStatus.Complete;
            error = ReadField(window, lineStart, lineEnd, fields, countMax);
            if (error != Http1Error.None)
                return Http1ParseStatus.Error;
        }
    }

    private static Http1Error ReadField(
        ReadOnlySpan<byte> window, int lineStart, int lineEnd, HeaderMap fields, int countMax)
    {
        // The scan may look beyond the line: it stops at the line's end at the latest, since CR is no token
        // character.
        int colon = HttpSyntax.IndexOfNonToken(window[lineStart..]);
        ReadOnlySpan<byte> line = window[lineStart..lineEnd];
        if (colon <= 0 || colon >= line.Length || line[colon] != ':')
            return NameError(line);
        int valueStart = colon + 1;
        int valueEnd = line.Length;
        while (valueStart < valueEnd && HttpSyntax.IsWhitespace(line[valueStart]))
            valueStart++;
        while (valueEnd > valueStart && HttpSyntax.IsWhitespace(line[valueEnd - 1]))
            valueEnd--;
        bool noted = fields.Count < countMax
            && fields.TryNote(lineStart, colon, lineStart + valueStart, valueEnd - valueStart);
        return noted ? Http1Error.None : Http1Error.TooManyHeaders;
    }

    private static Http1Error NameError(ReadOnlySpan<byte> line)
    {
        int nonToken = HttpSyntax.IndexOfNonToken(line);
        if (nonToken < 0 || !HttpSyntax.IsWhitespace(line[nonToken]))
            return Http1Error.InvalidHeaderName;
        if (nonToken == 0)
            return Http1Error.FoldedHeader;
        ReadOnlySpan<byte> behind = HttpSyntax.TrimWhitespace(line[nonToken..]);
        return !behind.IsEmpty && behind[0] == ':'
            ? Http1Error.WhitespaceBeforeColon
            : Http1Error.InvalidHeaderName;
    }
}
