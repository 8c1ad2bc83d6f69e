namespace Outrigger.Analysis.Objects.Security;

/// <summary>
/// Path templates of AuthorizationPolicies: segments, each a text, <c>{*}</c> for one segment or <c>{**}</c> for any
/// number of them. A proxy refuses whatever else they could be, and with it everything that comes along.
/// </summary>
internal static class PathTemplates
{
    private const int LengthMax = 200;

    /// <summary>Whether the path is meant as a template.</summary>
    public static bool IsTemplate(string path) => path.AsSpan().IndexOfAny('{', '}') >= 0;

    /// <summary>What is wrong with a template; null when nothing is.</summary>
    public static string? FaultOf(string template)
    {
        if (!template.StartsWith('/')) return "expected a template that begins with \"/\"";
        if (template.Length > LengthMax) return $"expected a template of at most {LengthMax} characters";
        bool hasAnything = false;
        string[] segments = template[1..].Split('/');
        for (int i = 0; i < segments.Length; i++)
        {
            bool isWildcard = segments[i] is "{*}" or "{**}";
            if (isWildcard && hasAnything) return "expected no wildcard behind {**}";
            hasAnything |= segments[i] == "{**}";
            bool isEmptyEnd = segments[i].Length == 0 && i == segments.Length - 1;
            if (!isWildcard && !isEmptyEnd && !IsText(segments[i]))
            {
                return $"expected the segment \"{segments[i]}\" to be {{*}}, {{**}}, or a text as it stands in a path";
            }
        }

        return null;
    }

    private static bool IsText(string segment) => segment.Length > 0
        && segment.All(letter => char.IsAsciiLetterOrDigit(letter) || "-._~%!$&'()+,;:@".Contains(letter));
}
