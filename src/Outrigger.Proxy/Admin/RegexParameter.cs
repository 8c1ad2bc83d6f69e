using System.Text.RegularExpressions;

namespace Outrigger.Proxy.Admin;

/// <summary>Reads parameters that are regular expressions; they match in linear time.</summary>
internal static class RegexParameter
{
    /// <summary>The expression, or null when the parameter is not given.</summary>
    /// <returns>Whether the parameter is missing or valid.</returns>
    public static bool TryRead(AdminRequest request, string name, out Regex? regex)
    {
        regex = null;
        if (!request.Query.TryGetValue(name, out string? pattern))
        {
            return true;
        }

        try
        {
            regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            // The library can refuse a pattern only by throwing; the caller answers 400.
            return false;
        }
    }
}
