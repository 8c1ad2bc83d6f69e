using System.Text.RegularExpressions;

namespace Outrigger.Analysis.Syntax;

/// <summary>Regular expressions of users: RE2 syntax, matched in time linear in the input.</summary>
internal static class RegularExpressions
{
    /// <summary>
    /// The longest accepted expression; a longer one costs more memory than a route is worth.
    /// </summary>
    private const int LengthMax = 4096;

    /// <summary>What is wrong with an expression; null when it can be used.</summary>
    public static string? Fault(string expression)
    {
        if (expression.Length > LengthMax)
        {
            return $"found a regular expression of {expression.Length} characters, "
                + $"expected at most {LengthMax}";
        }

        try
        {
            // RE2 writes named groups with a P, which .NET does not know.
            string converted = expression.Replace("(?P<", "(?<", StringComparison.Ordinal);
            _ = new Regex(converted, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return null;
        }
        catch (NotSupportedException)
        {
            return $"found the regular expression \"{expression}\", expected one that RE2 can match, "
                + "without back references, look-around and very large repetitions";
        }
        catch (RegexParseException exception)
        {
            return $"found the invalid regular expression \"{expression}\" "
                + $"({Words(exception.Error)} at character {exception.Offset}), expected one in RE2 syntax";
        }
    }

    // UnterminatedBracket: unterminated bracket
    private static string Words(RegexParseError error) =>
        string.Concat(error.ToString().Select(c => char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}")).Trim();
}
