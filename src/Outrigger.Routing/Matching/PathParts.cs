namespace Outrigger.Routing.Matching;

/// <summary>
/// A request's path taken apart once per decision: routes match the path, and parameters the query.
/// </summary>
internal readonly ref struct PathParts
{
    /// <summary>Takes a target apart.</summary>
    /// <param name="target">Path and query.</param>
    /// <param name="ignoresParameters">Whether the path ends before its first parameter (';').</param>
    internal PathParts(ReadOnlySpan<byte> target, bool ignoresParameters)
        : this(target)
    {
        int parameters = ignoresParameters ? Path.IndexOf((byte)';') : -1;
        if (parameters >= 0)
        {
            Path = Path[..parameters];
        }
    }

    internal PathParts(ReadOnlySpan<byte> target)
    {
        int pathEnd = target.IndexOfAny((byte)'?', (byte)'#');
        if (pathEnd < 0)
        {
            Path = target;
            return;
        }

        Path = target[..pathEnd];
        Suffix = target[pathEnd..];
        if (target[pathEnd] == '?')
        {
            ReadOnlySpan<byte> query = target[(pathEnd + 1)..];
            int queryEnd = query.IndexOf((byte)'#');
            Query = queryEnd < 0 ? query : query[..queryEnd];
        }
    }

    /// <summary>The path up to the query or the fragment.</summary>
    internal ReadOnlySpan<byte> Path { get; }

    /// <summary>The query without its question mark.</summary>
    internal ReadOnlySpan<byte> Query { get; }

    /// <summary>All behind the path, with its question mark or hash.</summary>
    internal ReadOnlySpan<byte> Suffix { get; }
}
