using System.Buffers;

namespace Outrigger.Http.Paths;

/// <summary>
/// Brings a path into the one form that routes and policies see, so that they cannot be told apart by
/// spelling. The query is never touched. A path that is not normalised because it does not start with '/'
/// (<c>*</c>) passes unchanged.
/// </summary>
public static class PathNormalizer
{
    private static readonly SearchValues<byte> s_suspicious = SearchValues.Create("%.\\"u8);

    /// <summary>Normalises path and query.</summary>
    /// <param name="path">Path and query, as in <see cref="RequestHead.Path"/>.</param>
    /// <param name="options">The steps to take.</param>
    /// <param name="destination">
    /// Receives the new path; as long as <paramref name="path"/> is always enough.
    /// </param>
    /// <param name="written">The length of the new path; 0 unless changed.</param>
    public static PathNormalizationResult Normalize(
        ReadOnlySpan<byte> path, PathNormalizationOptions options, Span<byte> destination, out int written)
    {
        written = 0;
        if (path.IsEmpty || path[0] != '/')
            return PathNormalizationResult.Unchanged;
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, path.Length);
        int query = path.IndexOf((byte)'?');
        ReadOnlySpan<byte> bare = query < 0 ? path : path[..query];
        if (IsPlain(bare, options.MergeSlashes))
            return PathNormalizationResult.Unchanged;

        // First one character after the other, then whole segments: an escaped dot must count as a dot.
        bool unescaped = false;
        if (!TryRewriteCharacters(bare, options, destination, out int length, ref unescaped))
            return PathNormalizationResult.Rejected;
        length = RewriteSegments(destination[..length], options);
        ReadOnlySpan<byte> tail = path[bare.Length..];
        if (destination[..length].SequenceEqual(bare))
            return PathNormalizationResult.Unchanged;
        tail.CopyTo(destination[length..]);
        written = length + tail.Length;
        return unescaped && options.EscapedSlashes == EscapedSlashesAction.UnescapeAndRedirect
            ? PathNormalizationResult.Redirect
            : PathNormalizationResult.Changed;
    }

    // Nearly all paths hold nothing that any step could change.
    private static bool IsPlain(ReadOnlySpan<byte> path, bool mergeSlashes) =>
        path.IndexOfAny(s_suspicious) < 0 && (!mergeSlashes || path.IndexOf("//"u8) < 0);

    private static bool TryRewriteCharacters(
        ReadOnlySpan<byte> path, PathNormalizationOptions options, Span<byte> destination, out int length,
        ref bool unescaped)
    {
        length = 0;
        for (int i = 0; i < path.Length; i++)
        {
            byte b = path[i];
            if (b == '\\' && options.NormalizePath)
            {
                destination[length++] = (byte)'/';
                continue;
            }

            if (b != '%')
            {
                destination[length++] = b;
                continue;
            }

            if (!TryDecode(path, i, out byte decoded))
            {
                if (options.NormalizePath)
                    return false;
                destination[length++] = b;
                continue;
            }

            if (decoded is ((byte)'/' or (byte)'\\')
                && options.EscapedSlashes != EscapedSlashesAction.KeepUnchanged)
            {
                if (options.EscapedSlashes == EscapedSlashesAction.RejectRequest)
                    return false;
                unescaped = true;
                destination[length++] = decoded == '\\' && options.NormalizePath ? (byte)'/' : decoded;
            }
            else if (options.NormalizePath && IsUnreserved(decoded))
            {
                destination[length++] = decoded;
            }
            else
            {
                path.Slice(i, 3).CopyTo(destination[length..]);
                if (options.NormalizePath)
                    UpperCaseDigits(destination.Slice(length + 1, 2));
                length += 3;
            }

            i += 2;
        }

        return true;
    }

    // Rewrites in place: the output never overtakes the input.
    private static int RewriteSegments(Span<byte> path, PathNormalizationOptions options)
    {
        int length = 0;
        int at = 0;
        while (at < path.Length)
        {
            // `at` is on a slash; the segment is what lies between it and the next one.
            int segmentStart = at + 1;
            int next = path[segmentStart..].IndexOf((byte)'/');
            bool last = next < 0;
            int segmentEnd = last ? path.Length : segmentStart + next;
            ReadOnlySpan<byte> segment = path[segmentStart..segmentEnd];
            at = segmentEnd;
            if (options.NormalizePath && segment is ([(byte)'.'] or [(byte)'.', (byte)'.']))
            {
                if (segment.Length == 2)
                    length = Math.Max(0, path[..length].LastIndexOf((byte)'/'));
                if (last)
                    path[length++] = (byte)'/';
            }
            else if (!segment.IsEmpty || last || !options.MergeSlashes)
            {
                path[length++] = (byte)'/';
                segment.CopyTo(path[length..]);
                length += segment.Length;
            }
        }

        return options.MergeSlashes ? MergeSlashes(path[..length]) : length;
    }

    // Dropping a dot segment can bring two slashes together ("/a//../" leaves "/a//").
    private static int MergeSlashes(Span<byte> path)
    {
        int length = 0;
        foreach (byte b in path)
        {
            if (b != '/' || length == 0 || path[length - 1] != '/')
                path[length++] = b;
        }

        return length;
    }

    private static bool TryDecode(ReadOnlySpan<byte> path, int percent, out byte decoded)
    {
        decoded = 0;
        if (percent + 2 >= path.Length)
            return false;
        int high = HexValue(path[percent + 1]);
        int low = HexValue(path[percent + 2]);
        decoded = (byte)((high << 4) | low);
        return high >= 0 && low >= 0;
    }

    private static int HexValue(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };

    private static bool IsUnreserved(byte b) =>
        char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~';

    private static void UpperCaseDigits(Span<byte> digits)
    {
        foreach (ref byte digit in digits)
        {
            if (digit is >= (byte)'a' and <= (byte)'f')
                digit -= 0x20;
        }
    }
}
