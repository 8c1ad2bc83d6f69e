namespace Outrigger.Http.Http1;

/// <summary>Reads a start line and the field lines behind it, as far as they have come.</summary>
internal struct HeadScanner
{
    private FieldSectionScanner _lines;

    /// <summary>Whether the start line was read.</summary>
    internal bool HasStartLine { get; private set; }

    /// <summary>Once the head is complete: the offset behind it.</summary>
    internal readonly int End => _lines.LineStart;

    /// <summary>Starts at an offset of the buffer.</summary>
    internal void Reset(int offset)
    {
        _lines.Reset(offset);
        HasStartLine = false;
    }

    /// <summary>Reads on in a window that starts as it did before and may now be longer.</summary>
    internal Http1ParseStatus Read<TStartLine>(
        ReadOnlySpan<byte> window,
        TStartLine startLine,
        HeaderMap headers,
        int countMax,
        out Http1Error error)
        where TStartLine : struct, IStartLine
    {
        if (!HasStartLine)
        {
            Http1ParseStatus status = _lines.FindLineEnd(window, out int lineEnd, out error);
            if (status != Http1ParseStatus.Complete)
                return status;
            error = startLine.Parse(window, _lines.LineStart, lineEnd);
            if (error != Http1Error.None)
                return Http1ParseStatus.Error;
            _lines.NextLine(lineEnd);
            HasStartLine = true;
        }

        return _lines.ReadFields(window, headers, countMax, out error);
    }
}
