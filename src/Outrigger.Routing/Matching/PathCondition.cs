using System.Text;
using Envoy.Config.Route.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Regexes;
using Specifier = Envoy.Config.Route.V3.RouteMatch.PathSpecifierOneofCase;

namespace Outrigger.Routing.Matching;

/// <summary>
/// The condition on the path, without query and fragment: <c>RouteMatch.path_specifier</c> and
/// <c>case_sensitive</c>.
/// </summary>
public sealed class PathCondition
{
    private readonly byte[] _pattern;
    private readonly bool _ignoreCase;
    private readonly WholeValueRegex? _regex;

    private PathCondition(PathMatchKind kind, string pattern, bool ignoreCase, WholeValueRegex? regex = null)
    {
        Kind = kind;
        _pattern = Encoding.UTF8.GetBytes(pattern);
        _ignoreCase = ignoreCase;
        _regex = regex;
    }

    /// <summary>How the path is compared.</summary>
    public PathMatchKind Kind { get; }

    /// <summary>
    /// The prefix or path that is compared with; empty for regular expressions and CONNECT.
    /// </summary>
    internal ReadOnlySpan<byte> Pattern => _pattern;

    internal bool IsMatch(ReadOnlySpan<byte> method, ReadOnlySpan<byte> path)
    {
        if (Kind == PathMatchKind.Connect)
        {
            return method.SequenceEqual("CONNECT"u8);
        }

        // A CONNECT request without a path belongs to routes that ask for CONNECT, and to no other.
        if (path.IsEmpty)
        {
            return false;
        }

        return Kind switch
        {
            PathMatchKind.Any => path[0] == (byte)'/',
            PathMatchKind.Prefix => StartsWithPattern(path),
            PathMatchKind.Exact => path.Length == _pattern.Length && StartsWithPattern(path),
            PathMatchKind.PathSeparatedPrefix => StartsWithPattern(path)
                && (path.Length == _pattern.Length || path[_pattern.Length] == (byte)'/'),
            _ => _regex is not null && _regex.IsMatch(path),
        };
    }

    /// <summary>The condition in words, as `explain` shows it.</summary>
    public override string ToString()
    {
        string anyCase = _ignoreCase ? " (any case)" : "";
        return Kind switch
        {
            PathMatchKind.Any => "path prefix '/'",
            PathMatchKind.Prefix => $"path prefix '{Encoding.UTF8.GetString(_pattern)}'{anyCase}",
            PathMatchKind.Exact => $"path exactly '{Encoding.UTF8.GetString(_pattern)}'{anyCase}",
            PathMatchKind.PathSeparatedPrefix =>
                $"path segments '{Encoding.UTF8.GetString(_pattern)}'{anyCase}",
            PathMatchKind.Regex => $"path regex '{_regex?.Pattern}'",
            _ => "method CONNECT",
        };
    }

    internal static PathCondition? Compile(RouteMatch match, FieldPath path, CompileContext context)
    {
        bool ignoreCase = match.CaseSensitive == false;
        switch (match.PathSpecifierCase)
        {
            case Specifier.Prefix:
                PathMatchKind prefixKind = match.Prefix == "/" ? PathMatchKind.Any : PathMatchKind.Prefix;
                return new(prefixKind, match.Prefix, ignoreCase);
            case Specifier.Path:
                return new(PathMatchKind.Exact, match.Path, ignoreCase);
            case Specifier.PathSeparatedPrefix:
                return CompileSeparated(match.PathSeparatedPrefix, ignoreCase, path, context);
            case Specifier.SafeRegex:
                WholeValueRegex? regex =
                    WholeValueRegex.Compile(match.SafeRegex, path.Field("safe_regex"), context);
                return regex is null ? null : new(PathMatchKind.Regex, "", ignoreCase: false, regex);
            case Specifier.ConnectMatcher:
                return new(PathMatchKind.Connect, "", ignoreCase: false);
            default:
                context.Error(
                    path,
                    "expected one of prefix, path, safe_regex, path_separated_prefix or connect_matcher");
                return null;
        }
    }

    private static PathCondition? CompileSeparated(
        string prefix, bool ignoreCase, FieldPath path, CompileContext context)
    {
        if (prefix.Length == 0 || prefix[^1] == '/' || prefix.AsSpan().IndexOfAny('?', '#') >= 0)
        {
            context.Error(
                path.Field("path_separated_prefix"),
                $"'{prefix}' is no prefix of segments; expected no '/' at its end, and no '?' or '#' in it");
            return null;
        }

        return new(PathMatchKind.PathSeparatedPrefix, prefix, ignoreCase);
    }

    private bool StartsWithPattern(ReadOnlySpan<byte> path) =>
        _ignoreCase ? AsciiBytes.StartsWithIgnoreCase(path, _pattern) : path.StartsWith(_pattern);
}
