namespace Outrigger.Http.Http1;

/// <summary>
/// Parses the first line of a response: version SP status SP [reason] (RFC 9112 section 4).
/// </summary>
internal readonly struct StatusLine(ResponseHead head) : IStartLine
{
    private const int StatusStart = VersionSyntax.Length + 1;
    private const int StatusEnd = StatusStart + 3;

    /// <summary>Notes the version, the status and the reason as an offset of the window.</summary>
    public Http1Error Parse(ReadOnlySpan<byte> window, int lineStart, int lineEnd)
    {
        ReadOnlySpan<byte> line = window[lineStart..lineEnd];
        if (line.Length < StatusEnd || line[VersionSyntax.Length] != ' ')
            return line.StartsWith("HTTP/"u8) ? Http1Error.InvalidStartLine : Http1Error.InvalidVersion;
        Http1Error error = VersionSyntax.Parse(line[..VersionSyntax.Length], out HttpVersion version);
        if (error != Http1Error.None)
            return error;
        int status = 0;
        foreach (byte digit in line[StatusStart..StatusEnd])
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return Http1Error.InvalidStatus;
            status = (status * 10) + (digit - '0');
        }

        if (status < 100)
            return Http1Error.InvalidStatus;
        // The space before an empty reason is often left out; no other reading of such a line exists.
        if (line.Length > StatusEnd && line[StatusEnd] != ' ')
            return Http1Error.InvalidStatus;
        head.Version = version;
        head.Status = status;
        if (line.Length > StatusEnd + 1)
            head.SetReason(new ByteRange(lineStart + StatusEnd + 1, line.Length - StatusEnd - 1));
        return Http1Error.None;
    }
}
