namespace Outrigger.Routing.Matching;

/// <summary>How a route looks at the path: the cases of <c>RouteMatch.path_specifier</c>.</summary>
public enum PathMatchKind
{
    /// <summary>
    /// The prefix <c>/</c>: every path. By far the most common, so it has a case of its own.
    /// </summary>
    Any,

    /// <summary>The path begins with the pattern.</summary>
    Prefix,

    /// <summary>The path is the pattern.</summary>
    Exact,

    /// <summary>The path is the pattern, or continues it behind a <c>/</c>.</summary>
    PathSeparatedPrefix,

    /// <summary>The regular expression matches the whole path.</summary>
    Regex,

    /// <summary>The request is CONNECT, whatever its path.</summary>
    Connect,
}
