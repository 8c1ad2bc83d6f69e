using Outrigger.Http.Scanning;

namespace Outrigger.Http.Http1;

/// <summary>
/// The first line of a request: method SP target SP version (RFC 9112 section 3), single spaces only.
/// </summary>
internal readonly struct RequestLine(RequestHead head, int targetBytesMax, bool acceptsAnyMethod) : IStartLine
{
    /// <summary>Notes method and target as offsets of the window, and the version.</summary>
    public Http1Error Parse(ReadOnlySpan<byte> window, int lineStart, int lineEnd)
    {
        // The scans may look beyond the line: the CR at its end stops both, so they always find something.
        ReadOnlySpan<byte> line = window[lineStart..];
        int methodLength = HttpSyntax.IndexOfNonToken(line);
        if (methodLength <= 0 || line[methodLength] != ' ')
            return Http1Error.InvalidMethod;
        int targetStart = methodLength + 1;
        int plainLength = HttpSyntax.IndexOfNonTarget(line[targetStart..]);
        int targetLength = line[targetStart + plainLength] == ' '
            ? plainLength
            : plainLength + ByteScan.IndexOf<ControlOrSpaceByte>(line[(targetStart + plainLength)..]);
        if (targetLength > targetBytesMax)
            return Http1Error.TargetTooLong;
        byte behindTarget = line[targetStart + targetLength];
        if (behindTarget == '\r')
            return Http1Error.InvalidStartLine;
        if (behindTarget != ' ')
            return Http1Error.InvalidTarget;
        if (targetLength == 0)
            return Http1Error.InvalidTarget;

        int versionStart = lineStart + targetStart + targetLength + 1;
        Http1Error error = VersionSyntax.Parse(window[versionStart..lineEnd], out HttpVersion version);
        if (error != Http1Error.None)
            return error;
        head.Version = version;
        ReadOnlySpan<byte> name = line[..methodLength];
        RequestMethod method = RequestMethods.Resolve(name);
        if (method == RequestMethod.Other && !acceptsAnyMethod && !MethodRegistry.Contains(name))
            return Http1Error.UnknownMethod;
        head.SetMethod(new ByteRange(lineStart, methodLength), method);
        head.SetTarget(new ByteRange(lineStart + targetStart, targetLength), targetLength == plainLength);
        return Http1Error.None;
    }
}
