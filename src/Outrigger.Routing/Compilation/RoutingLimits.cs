namespace Outrigger.Routing.Compilation;

/// <summary>
/// Bounds on what one resource may ask for. A configuration beyond them is rejected, never cut short.
/// </summary>
public sealed record RoutingLimits
{
    /// <summary>The bounds that the proxy uses.</summary>
    public static RoutingLimits Default { get; } = new();

    /// <summary>The longest regular expression, in characters.</summary>
    public int RegexLengthMax { get; init; } = 4096;

    /// <summary>
    /// The most instructions that a regular expression may compile to, counted as one per character, class
    /// and operator after its repetitions are unfolded.
    /// </summary>
    public int RegexProgramSizeMax { get; init; } = 10_000;

    /// <summary>The longest value of a header to add before its variables are filled in, in bytes.</summary>
    public int HeaderValueLengthMax { get; init; } = 16 * 1024;

    /// <summary>
    /// The longest body of a direct response in bytes, where the resource itself sets no bound
    /// (<c>max_direct_response_body_size_bytes</c>, whose default is the same).
    /// </summary>
    public int DirectResponseBodyLengthMax { get; init; } = 4096;
}
