using System.Text;
using Outrigger.Routing.Matching;

namespace Outrigger.Routing.Rewrites;

/// <summary>
/// A new path in place of the old one: <c>prefix_rewrite</c> or <c>regex_rewrite</c> of a route or redirect.
/// The query stays as it is.
/// </summary>
public sealed class PathRewrite
{
    private readonly byte[] _replacement;
    private readonly PathCondition? _matched;
    private readonly RegexSubstitution? _regex;

    private PathRewrite(byte[] replacement, PathCondition? matched, RegexSubstitution? regex)
    {
        _replacement = replacement;
        _matched = matched;
        _regex = regex;
    }

    internal static PathRewrite Prefix(string replacement, PathCondition matched) =>
        new(Encoding.UTF8.GetBytes(replacement), matched, null);

    internal static PathRewrite Regex(RegexSubstitution regex) => new([], null, regex);

    /// <summary>
    /// Writes the new path without the query. What a route's prefix matched is replaced; a route that matched
    /// a whole path, by equality or by regular expression, has its whole path replaced.
    /// </summary>
    internal void WritePath(scoped ReadOnlySpan<byte> path, scoped ref ByteWriter writer)
    {
        if (_regex is not null)
        {
            _regex.Write(path, ref writer);
            return;
        }

        bool isPrefix = _matched!.Kind
            is PathMatchKind.Any or PathMatchKind.Prefix or PathMatchKind.PathSeparatedPrefix;
        writer.Write(_replacement);
        writer.Write(isPrefix ? path[Math.Min(path.Length, _matched.Pattern.Length)..] : []);
    }
}
