using System.Buffers;
using System.Globalization;

namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// What unquoted scalars stand for in YAML 1.2's core schema, and the numbers that they are.
/// </summary>
internal static class ScalarText
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>What an unquoted scalar stands for.</summary>
    public static ScalarKind KindOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
        _ when IsPrefixedInteger(text) || IsDecimalInteger(text) => ScalarKind.Integer,
        _ when IsReal(text) => ScalarKind.Real,
        _ => ScalarKind.Text,
    };

    /// <summary>
    /// Reads a whole number: decimal, 0x, 0o, or a real without fraction such as 1e3. Numbers too big for any
    /// field are read too, so that they can be told to be out of range.
    /// </summary>
    /// <returns>
    /// False when the text is not a whole number or starts with a zero that could mean octal.
    /// </returns>
    public static bool TryParseInteger(string text, out Int128 value)
    {
        value = 0;
        if (HasAmbiguousZero(text))
        {
            return false;
        }

        if (IsPrefixedInteger(text))
        {
            return TryParsePrefixed(text, out value);
        }

        if (IsDecimalInteger(text)
            && Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        if (!TryParseReal(text, out double real) || !double.IsFinite(real) || Math.Floor(real) != real)
        {
            return false;
        }

        const double Big = 1e30;
        value = (Int128)Math.Clamp(real, -Big, Big);
        return true;
    }

    /// <summary>Reads a real number, also as JSON's "NaN" and "Infinity" and YAML's .nan and .inf.</summary>
    public static bool TryParseReal(string text, out double value)
    {
        switch (text)
        {
            case "NaN" or ".nan" or ".NaN" or ".NAN":
                value = double.NaN;
                return true;
            case "Infinity" or ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF":
                value = double.PositiveInfinity;
                return true;
            case "-Infinity" or "-.inf" or "-.Inf" or "-.INF":
                value = double.NegativeInfinity;
                return true;
            default:
                value = 0;
                return IsDecimalReal(text)
                    && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }
    }

    /// <summary>Whether a number starts with a zero that some readers take for octal.</summary>
    public static bool HasAmbiguousZero(string text)
    {
        ReadOnlySpan<char> digits = text.AsSpan().TrimStart("+-");
        return digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]);
    }

    private static bool IsDecimalInteger(string text)
    {
        ReadOnlySpan<char> digits = text.AsSpan(text.StartsWith('-') || text.StartsWith('+') ? 1 : 0);
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9');
    }

    private static bool IsPrefixedInteger(string text) =>
        text.Length > 2 && ((text.StartsWith("0x", StringComparison.Ordinal)
                && !text.AsSpan(2).ContainsAnyExcept(HexDigits))
            || (text.StartsWith("0o", StringComparison.Ordinal)
                && !text.AsSpan(2).ContainsAnyExceptInRange('0', '7')));

    private static bool TryParsePrefixed(string text, out Int128 value)
    {
        value = 0;
        int digitBits = text[1] == 'x' ? 4 : 3;
        foreach (char digit in text.AsSpan(2))
        {
            value = (value << digitBits) + Convert.ToInt32(digit.ToString(), 16);
            if (value > ulong.MaxValue)
            {
                break;
            }
        }

        return true;
    }

    private static bool IsReal(string text) =>
        IsDecimalReal(text) || (text.Contains('.', StringComparison.Ordinal) && TryParseReal(text, out _));

    // [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
    private static bool IsDecimalReal(string text)
    {
        ReadOnlySpan<char> rest = text.AsSpan(text.StartsWith('-') || text.StartsWith('+') ? 1 : 0);
        int digits = SkipDigits(ref rest);
        if (rest.StartsWith('.'))
        {
            rest = rest[1..];
            digits += SkipDigits(ref rest);
        }

        if (digits > 0 && rest.Length > 1 && rest[0] is 'e' or 'E')
        {
            rest = rest[(rest[1] is '-' or '+' ? 2 : 1)..];
            digits = SkipDigits(ref rest);
        }

        return digits > 0 && rest.IsEmpty;
    }

    private static int SkipDigits(ref ReadOnlySpan<char> text)
    {
        int count = text.IndexOfAnyExceptInRange('0', '9');
        count = count < 0 ? text.Length : count;
        text = text[count..];
        return count;
    }
}
