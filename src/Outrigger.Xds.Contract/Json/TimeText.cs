using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// The texts of <c>google.protobuf.Duration</c> and <c>google.protobuf.Timestamp</c> in protobuf's JSON
/// mapping:
/// <c>1.5s</c> and <c>2026-01-02T03:04:05.006Z</c>.
/// </summary>
internal static class TimeText
{
    private const long DurationSecondsMax = 315_576_000_000;
    private const long TimestampSecondsMin = -62_135_596_800;
    private const long TimestampSecondsMax = 253_402_300_799;
    private const int NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Writes a duration, or answers false when the two numbers do not make one.</summary>
    public static bool TryFormatDuration(long seconds, int nanoseconds, [NotNullWhen(true)] out string? text)
    {
        text = null;
        bool sameSign = seconds == 0 || nanoseconds == 0 || seconds < 0 == nanoseconds < 0;
        bool inRange = Math.Abs((decimal)seconds) <= DurationSecondsMax
            && nanoseconds is > -NanosecondsPerSecond and < NanosecondsPerSecond;
        if (!sameSign || !inRange)
        {
            return false;
        }

        string sign = seconds < 0 || nanoseconds < 0 ? "-" : "";
        text = string.Create(
            CultureInfo.InvariantCulture, $"{sign}{Math.Abs(seconds)}{Fraction(Math.Abs(nanoseconds))}s");
        return true;
    }

    /// <summary>Reads a duration.</summary>
    public static bool TryParseDuration(string text, out long seconds, out int nanoseconds)
    {
        seconds = 0;
        nanoseconds = 0;
        ReadOnlySpan<char> rest = text;
        bool negative = rest.StartsWith('-');
        rest = negative ? rest[1..] : rest;
        if (!rest.EndsWith('s'))
        {
            return false;
        }

        rest = rest[..^1];
        int dot = rest.IndexOf('.');
        ReadOnlySpan<char> whole = dot < 0 ? rest : rest[..dot];
        if (!long.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out seconds)
            || (dot >= 0 && !TryParseFraction(rest[(dot + 1)..], out nanoseconds))
            || seconds > DurationSecondsMax)
        {
            return false;
        }

        seconds = negative ? -seconds : seconds;
        nanoseconds = negative ? -nanoseconds : nanoseconds;
        return true;
    }

    /// <summary>Writes a point in time, or answers false when the two numbers do not make one.</summary>
    public static bool TryFormatTimestamp(long seconds, int nanoseconds, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (seconds is < TimestampSecondsMin or > TimestampSecondsMax
            || nanoseconds is < 0 or >= NanosecondsPerSecond)
        {
            return false;
        }

        string whole = DateTimeOffset.FromUnixTimeSeconds(seconds)
            .ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        text = whole + Fraction(nanoseconds) + "Z";
        return true;
    }

    /// <summary>Reads a point in time as RFC 3339 writes it, with up to nine digits of fraction.</summary>
    public static bool TryParseTimestamp(string text, out long seconds, out int nanoseconds)
    {
        seconds = 0;
        nanoseconds = 0;
        const int WholeLength = 19;
        if (text.Length <= WholeLength)
        {
            return false;
        }

        int zone = text.AsSpan(WholeLength).IndexOfAny('Z', '+', '-') + WholeLength;
        ReadOnlySpan<char> fraction = zone < WholeLength ? [] : text.AsSpan(WholeLength, zone - WholeLength);
        bool fractionIsRight = fraction.IsEmpty
            || (fraction[0] == '.' && TryParseFraction(fraction[1..], out nanoseconds));
        if (zone < WholeLength || !fractionIsRight)
        {
            return false;
        }

        string withoutFraction = string.Concat(text.AsSpan(0, WholeLength), text.AsSpan(zone));
        string format = text[zone] == 'Z' ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:sszzz";
        if (!DateTimeOffset.TryParseExact(
            withoutFraction,
            format,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time))
        {
            return false;
        }

        seconds = time.ToUnixTimeSeconds();
        return true;
    }

    // Three, six or nine digits, whichever suffices, as every implementation of protobuf writes them.
    private static string Fraction(int nanoseconds) => nanoseconds switch
    {
        0 => "",
        _ when nanoseconds % 1_000_000 == 0 => string.Create(
            CultureInfo.InvariantCulture, $".{nanoseconds / 1_000_000:D3}"),
        _ when nanoseconds % 1_000 == 0 => string.Create(
            CultureInfo.InvariantCulture, $".{nanoseconds / 1_000:D6}"),
        _ => string.Create(CultureInfo.InvariantCulture, $".{nanoseconds:D9}"),
    };

    private static bool TryParseFraction(ReadOnlySpan<char> digits, out int nanoseconds)
    {
        nanoseconds = 0;
        if (digits.Length is 0 or > 9
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out nanoseconds))
        {
            return false;
        }

        for (int length = digits.Length; length < 9; length++)
        {
            nanoseconds *= 10;
        }

        return true;
    }
}
