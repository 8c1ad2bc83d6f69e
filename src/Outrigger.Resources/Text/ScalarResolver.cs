using System.Globalization;

namespace Outrigger.Resources.Text;

/// <summary>
/// Decides what a plain YAML scalar stands for, as the YAML 1.1 reader of Kubernetes does: <c>yes</c>,
/// <c>no</c>, <c>on</c> and <c>off</c> are booleans too, and numbers may be written <c>0x1F</c>, <c>0o17</c>
/// or <c>1_000</c>.
/// </summary>
internal static class ScalarResolver
{
    public static ScalarKind Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => ScalarKind.Boolean,
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" =>
            ScalarKind.Boolean,
        ".inf" or ".Inf" or ".INF" or "+.inf" or "-.inf" or ".nan" or ".NaN" or ".NAN" => ScalarKind.Number,
        _ => ResolveNumber(text),
    };

    public static bool IsTrue(string text) =>
        text[0] is 't' or 'T' or 'y' or 'Y' || text is "on" or "On" or "ON";

    public static bool TryParseInteger(string text, out decimal value)
    {
        value = 0;
        bool isNegative = text.StartsWith('-');
        ReadOnlySpan<char> digits = text.AsSpan(isNegative || text.StartsWith('+') ? 1 : 0);
        if (digits.Length == 0 || !char.IsAsciiDigit(digits[0])) return false;
        int numberBase = digits.Length < 3 || digits[0] != '0' ? 10 : digits[1] switch
        {
            'x' => 16,
            'o' => 8,
            'b' => 2,
            _ => 10,
        };
        if (numberBase != 10) digits = digits[2..];
        // More digits than any of our types holds: not an integer that could be meant.
        if (digits.Length > 26 && numberBase >= 8) return false;
        foreach (char c in digits)
        {
            if (c == '_') continue;
            int digit = c switch
            {
                >= '0' and <= '9' => c - '0',
                >= 'a' and <= 'f' => c - 'a' + 10,
                >= 'A' and <= 'F' => c - 'A' + 10,
                _ => int.MaxValue,
            };
            if (digit >= numberBase || value > ulong.MaxValue) return false;
            value = (value * numberBase) + digit;
        }

        if (isNegative) value = -value;
        return true;
    }

    private static ScalarKind ResolveNumber(string text)
    {
        char first = text[0];
        if (!char.IsAsciiDigit(first) && first is not ('+' or '-' or '.')) return ScalarKind.Text;
        if (TryParseInteger(text, out _)) return ScalarKind.Integer;
        bool looksLikeNumber = text.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or '.' or 'e' or 'E')
            && text.Any(char.IsAsciiDigit);
        return looksLikeNumber
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? ScalarKind.Number
            : ScalarKind.Text;
    }
}
