namespace Outrigger.Routing.Mutations;

/// <summary>Which names a mutation may use.</summary>
internal static class HeaderNames
{
    /// <summary>
    /// Whether a header of the name may be added or removed. The parts of the request line and the host are
    /// changed by rewrites only, as in Envoy, because other decisions depend on them.
    /// </summary>
    internal static bool IsMutable(string name, out string problem)
    {
        problem = "";
        if (name.Length == 0)
        {
            problem = "a header's name is missing";
        }
        else if (name[0] == ':' || name.Equals("host", StringComparison.OrdinalIgnoreCase))
        {
            problem = $"'{name}' cannot be added or removed; use a rewrite for the host or the path";
        }
        else if (!IsToken(name))
        {
            problem = $"'{name}' is no header name; expected a token of RFC 9110 section 5.6.2";
        }

        return problem.Length == 0;
    }

    private static bool IsToken(string name)
    {
        foreach (char character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && !"!#$%&'*+-.^_`|~".Contains(character))
            {
                return false;
            }
        }

        return true;
    }
}
