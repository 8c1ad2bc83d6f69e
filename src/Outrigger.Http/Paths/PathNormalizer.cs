using System.Buffers;

namespace Outrigger.Http.Paths;

/// <summary>
/// Brings a path into the one form that routes and policies see, so that they cannot be told apart by
/// spelling. It does what Envoy's options of the same names do. The query is never touched. A path that does
/// not start with '/' (<c>*</c>) passes unchanged.
/// </summary>
public static class PathNormalizer
{
    // What makes a path worth a second look: '%', '.', '\' and what must be escaped.
    private static readonly SearchValues<byte> s_plain = SearchValues.Create(
        "/-_~!$&'()*+,;=:@[]0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>How long the destination must be for a path of a length in bytes.</summary>
    public static int LengthMax(int pathLength) => pathLength * 3;

    /// <summary>Normalises path and query.</summary>
    /// <param name="path">Path and query, as in <see cref="RequestHead.Path"/>.</param>
    /// <param name="options">The steps to take.</param>
    /// <param name="destination">
    /// Receives the new path; <see cref="LengthMax"/> tells how long it must be.
    /// </param>
    /// <param name="written">The length of the new path; 0 unless it changed.</param>
    public static PathNormalizationResult Normalize(
        ReadOnlySpan<byte> path, PathNormalizationOptions options, Span<byte> destination, out int written)
    {
        written = 0;
        if (path.IsEmpty || path[0] != '/')
            return PathNormalizationResult.Unchanged;
        int query = path.IndexOf((byte)'?');
        ReadOnlySpan<byte> bare = query < 0 ? path : path[..query];
        bool mayMerge = options.MergeSlashes && (bare.IndexOf("//"u8) >= 0 || bare.IndexOf("/;"u8) >= 0);
        if (bare.IndexOfAnyExcept(s_plain) < 0 && !mayMerge)
            return PathNormalizationResult.Unchanged;

        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, LengthMax(path.Length));
        PathCharacters characters = new(destination, options);
        if (!characters.TryRewrite(bare))
            return PathNormalizationResult.Rejected;
        Span<byte> result = destination[..characters.Length];
        if (options.NormalizePath)
            result = result[..RemoveDotSegments(result)];
        if (options.MergeSlashes)
            result = result[..MergeSlashes(result)];
        if (result.SequenceEqual(bare))
            return PathNormalizationResult.Unchanged;

        ReadOnlySpan<byte> tail = path[bare.Length..];
        tail.CopyTo(destination[result.Length..]);
        written = result.Length + tail.Length;
        bool redirects = characters.HasUnescapedSlash
            && options.EscapedSlashes == EscapedSlashesAction.UnescapeAndRedirect;
        return redirects ? PathNormalizationResult.Redirect : PathNormalizationResult.Changed;
    }

    // RFC 3986 section 5.2.4, in place: the output never overtakes the input. It is done after decoding,
    // since an escaped dot is a dot. Servers that drop path parameters see a dot segment in "..;x", so it is
    // one here, and nobody sees anything else afterwards.
    private static int RemoveDotSegments(Span<byte> path)
    {
        int length = 0;
        int at = 0;
        while (at < path.Length)
        {
            // `at` is on a slash; the segment is what lies between it and the next one.
            int segmentStart = at + 1;
            int next = path[segmentStart..].IndexOf((byte)'/');
            bool isLast = next < 0;
            at = isLast ? path.Length : segmentStart + next;
            ReadOnlySpan<byte> segment = path[segmentStart..at];
            ReadOnlySpan<byte> name = WithoutParameters(segment);
            if (name is not ([(byte)'.'] or [(byte)'.', (byte)'.']))
            {
                path[length++] = (byte)'/';
                segment.CopyTo(path[length..]);
                length += segment.Length;
                continue;
            }

            if (name.Length == 2)
                length = Math.Max(0, path[..length].LastIndexOf((byte)'/'));
            if (isLast)
                path[length++] = (byte)'/';
        }

        return length;
    }

    // A segment of nothing but parameters is as empty as one of nothing: "/;x/a" is "//a" to some servers.
    private static int MergeSlashes(Span<byte> path)
    {
        int length = 0;
        int at = 0;
        while (at < path.Length)
        {
            int segmentStart = at + 1;
            int next = path[segmentStart..].IndexOf((byte)'/');
            bool isLast = next < 0;
            at = isLast ? path.Length : segmentStart + next;
            ReadOnlySpan<byte> segment = path[segmentStart..at];
            if (!isLast && WithoutParameters(segment).IsEmpty)
                continue;
            path[length++] = (byte)'/';
            segment.CopyTo(path[length..]);
            length += segment.Length;
        }

        return length;
    }

    private static ReadOnlySpan<byte> WithoutParameters(ReadOnlySpan<byte> segment)
    {
        int parameters = segment.IndexOf((byte)';');
        return parameters < 0 ? segment : segment[..parameters];
    }
}
