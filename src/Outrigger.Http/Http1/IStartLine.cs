namespace Outrigger.Http.Http1;

/// <summary>What tells a request's head from a response's: the meaning of its first line.</summary>
internal interface IStartLine
{
    /// <summary>Reads the line, which holds no control byte but TAB and is followed by CR LF.</summary>
    Http1Error Parse(ReadOnlySpan<byte> window, int lineStart, int lineEnd);
}
