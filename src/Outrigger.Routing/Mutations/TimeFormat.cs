namespace Outrigger.Routing.Mutations;

/// <summary>
/// The argument of <c>%START_TIME(…)%</c>: literal text and the conversions <c>%Y %m %d %H %M %S %F %T %s</c>
/// and <c>%1f</c> to <c>%9f</c> (fractions of the second), in UTC.
/// </summary>
internal sealed class TimeFormat
{
    /// <summary>What Envoy writes without an argument: ISO 8601 with milliseconds.</summary>
    internal static readonly TimeFormat Iso8601 = new("%FT%T.%3fZ");

    private readonly string _format;

    private TimeFormat(string format)
    {
        _format = format;
    }

    /// <summary>
    /// Checks a format. The conversion that is not supported is in <paramref name="unsupported"/>.
    /// </summary>
    internal static TimeFormat? TryParse(string format, out string unsupported)
    {
        unsupported = "";
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                continue;
            }

            i++;
            bool isFraction = i + 1 < format.Length && format[i] is >= '1' and <= '9' && format[i + 1] == 'f';
            bool isConversion = i < format.Length && "YmdHMSFTs".Contains(format[i]);
            if (!isFraction && !isConversion)
            {
                unsupported = i < format.Length ? $"%{format[i]}" : "%";
                return null;
            }

            i += isFraction ? 1 : 0;
        }

        return new(format);
    }

    internal void Write(long unixTimeMs, scoped ref ByteWriter writer)
    {
        DateTime time = DateTime.UnixEpoch.AddMilliseconds(unixTimeMs);
        for (int i = 0; i < _format.Length; i++)
        {
            if (_format[i] != '%')
            {
                writer.Write(_format.AsSpan(i, 1));
                continue;
            }

            i++;
            if (_format[i] is >= '1' and <= '9')
            {
                WriteFraction(time, _format[i] - '0', ref writer);
                i++;
            }
            else
            {
                WriteConversion(time, unixTimeMs, _format[i], ref writer);
            }
        }
    }

    private static void WriteConversion(
        DateTime time, long unixTimeMs, char conversion, scoped ref ByteWriter writer)
    {
        switch (conversion)
        {
            case 'Y':
                WriteDigits(time.Year, 4, ref writer);
                break;
            case 'm':
                WriteDigits(time.Month, 2, ref writer);
                break;
            case 'd':
                WriteDigits(time.Day, 2, ref writer);
                break;
            case 'H':
                WriteDigits(time.Hour, 2, ref writer);
                break;
            case 'M':
                WriteDigits(time.Minute, 2, ref writer);
                break;
            case 'S':
                WriteDigits(time.Second, 2, ref writer);
                break;
            case 'F':
                WriteConversion(time, unixTimeMs, 'Y', ref writer);
                writer.Write((byte)'-');
                WriteConversion(time, unixTimeMs, 'm', ref writer);
                writer.Write((byte)'-');
                WriteConversion(time, unixTimeMs, 'd', ref writer);
                break;
            case 'T':
                WriteConversion(time, unixTimeMs, 'H', ref writer);
                writer.Write((byte)':');
                WriteConversion(time, unixTimeMs, 'M', ref writer);
                writer.Write((byte)':');
                WriteConversion(time, unixTimeMs, 'S', ref writer);
                break;
            default:
                writer.Write(unixTimeMs / 1000);
                break;
        }
    }

    private static void WriteFraction(DateTime time, int digits, scoped ref ByteWriter writer)
    {
        Span<byte> nanoseconds = stackalloc byte[9];
        Fill(time.Millisecond * 1_000_000, nanoseconds);
        writer.Write(nanoseconds[..digits]);
    }

    private static void WriteDigits(int value, int digits, scoped ref ByteWriter writer)
    {
        Span<byte> text = stackalloc byte[4];
        Fill(value, text[..digits]);
        writer.Write(text[..digits]);
    }

    private static void Fill(int value, Span<byte> digits)
    {
        for (int i = digits.Length - 1; i >= 0; i--)
        {
            digits[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }
}
