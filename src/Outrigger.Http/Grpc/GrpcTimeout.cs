namespace Outrigger.Http.Grpc;

/// <summary>
/// Reads and writes <c>grpc-timeout</c>: one to eight digits and a unit (gRPC over HTTP/2, Requests).
/// </summary>
public static class GrpcTimeout
{
    private const int DigitsMax = 8;
    private const long ValueMax = 99_999_999;

    /// <summary>The longest text that <see cref="Write"/> makes.</summary>
    public const int TextLengthMax = DigitsMax + 1;

    /// <summary>Reads a timeout.</summary>
    /// <param name="text">The value.</param>
    /// <param name="milliseconds">The timeout; parts of a millisecond count as a whole one.</param>
    /// <returns>Whether it is well formed.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length is < 2 or > DigitsMax + 1)
            return false;
        long value = 0;
        foreach (var digit in text[..^1])
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            value = (value * 10) + (digit - '0');
        }

        milliseconds = text[^1] switch
        {
            (byte)'H' => value * 3_600_000,
            (byte)'M' => value * 60_000,
            (byte)'S' => value * 1_000,
            (byte)'m' => value,
            (byte)'u' => (value + 999) / 1_000,
            (byte)'n' => (value + 999_999) / 1_000_000,
            _ => -1,
        };
        return milliseconds >= 0;
    }

    /// <summary>Writes a timeout in the finest unit that can hold it, never a longer one than asked for.</summary>
    /// <param name="milliseconds">The timeout; 0 or more. What no text can say becomes the longest there is.</param>
    /// <param name="destination">Room for <see cref="TextLengthMax"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(long milliseconds, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds);
        var (value, unit) = milliseconds switch
        {
            <= ValueMax => (milliseconds, (byte)'m'),
            < (ValueMax + 1) * 1_000 => (milliseconds / 1_000, (byte)'S'),
            < (ValueMax + 1) * 60_000 => (milliseconds / 60_000, (byte)'M'),
            _ => (Math.Min(milliseconds / 3_600_000, ValueMax), (byte)'H'),
        };
        System.Buffers.Text.Utf8Formatter.TryFormat(value, destination, out var written);
        destination[written] = unit;
        return written + 1;
    }
}
