using System.Buffers;
using System.Globalization;
using System.Text;

namespace Outrigger.Resources;

/// <summary>
/// Durations as Istio's YAML has them, which is Go's notation: numbers with units, such as <c>1.5s</c>,
/// <c>100ms</c> or <c>1h30m</c>. The resolution is that of <see cref="TimeSpan"/>, 100 ns.
/// </summary>
public static class Durations
{
    private const decimal NumberMax = 1_000_000_000_000_000_000;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>
    /// Reads a duration; false when the text is none, or too long for a <see cref="TimeSpan"/>.
    /// </summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        bool isNegative = text.StartsWith('-');
        ReadOnlySpan<char> rest = text.AsSpan(isNegative || text.StartsWith('+') ? 1 : 0);
        if (rest is "0") return true;
        if (rest.Length == 0) return false;
        decimal ticks = 0;
        while (rest.Length > 0)
        {
            int length = rest.IndexOfAnyExcept(NumberCharacters);
            if (length <= 0 || length > 20) return false;
            if (!decimal.TryParse(
                rest[
                    ..length
                ], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
            {
                return false;
            }

            // Far above the longest TimeSpan in any unit, and far below what overflows the sum.
            if (number > NumberMax) return false;
            rest = rest[length..];
            if (!TryReadUnit(ref rest, out decimal ticksPerUnit)) return false;
            ticks += number * ticksPerUnit;
            if (ticks > long.MaxValue) return false;
        }

        duration = TimeSpan.FromTicks((long)(isNegative ? -ticks : ticks));
        return true;
    }

    /// <summary>Writes a duration as Go does: <c>1h30m0s</c>, <c>2.5s</c>, <c>10ms</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0s";
        string sign = duration < TimeSpan.Zero ? "-" : "";
        decimal ticks = Math.Abs((decimal)duration.Ticks);
        if (ticks < TimeSpan.TicksPerMicrosecond) return $"{sign}{Number(ticks * 100)}ns";
        if (ticks < TimeSpan.TicksPerMillisecond)
        {
            return $"{sign}{Number(ticks / TimeSpan.TicksPerMicrosecond)}us";
        }

        if (ticks < TimeSpan.TicksPerSecond) return $"{sign}{Number(ticks / TimeSpan.TicksPerMillisecond)}ms";
        var text = new StringBuilder(sign);
        decimal hours = decimal.Truncate(ticks / TimeSpan.TicksPerHour);
        decimal minutes = decimal.Truncate(ticks % TimeSpan.TicksPerHour / TimeSpan.TicksPerMinute);
        if (hours > 0) text.Append(Number(hours)).Append('h');
        if (hours > 0 || minutes > 0) text.Append(Number(minutes)).Append('m');
        return text.Append(
            Number(ticks % TimeSpan.TicksPerMinute / TimeSpan.TicksPerSecond)).Append('s').ToString();
    }

    private static string Number(decimal value) =>
        value.ToString("0.#########", CultureInfo.InvariantCulture);

    private static bool TryReadUnit(ref ReadOnlySpan<char> text, out decimal ticks)
    {
        (int length, ticks) = text switch
        {
            ['n', 's', ..] => (2, 0.01m),
            ['u' or 'µ' or 'μ', 's', ..] => (2, TimeSpan.TicksPerMicrosecond),
            ['m', 's', ..] => (2, TimeSpan.TicksPerMillisecond),
            ['s', ..] => (1, TimeSpan.TicksPerSecond),
            ['m', ..] => (1, TimeSpan.TicksPerMinute),
            ['h', ..] => (1, TimeSpan.TicksPerHour),
            _ => (0, 0m),
        };
        text = text[length..];
        return length > 0;
    }
}
