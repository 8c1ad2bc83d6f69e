namespace Outrigger.Http.Grpc;

/// <summary>
/// Writes the value of <c>grpc-message</c>: UTF-8 with every byte percent-encoded that is not a printable ASCII
/// character or is itself a percent sign (gRPC over HTTP/2, Responses).
/// </summary>
public static class GrpcMessageText
{
    /// <summary>The longest that a message of so many bytes can become.</summary>
    /// <param name="length">Bytes of the message.</param>
    public static int LengthMax(int length) => length * 3;

    /// <summary>Encodes a message.</summary>
    /// <param name="message">The message, in UTF-8.</param>
    /// <param name="destination">Room for <see cref="LengthMax"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Encode(ReadOnlySpan<byte> message, Span<byte> destination)
    {
        var written = 0;
        foreach (var value in message)
        {
            if (value is >= 0x20 and <= 0x7E and not (byte)'%')
            {
                destination[written++] = value;
                continue;
            }

            destination[written++] = (byte)'%';
            destination[written++] = HexDigit(value >> 4);
            destination[written++] = HexDigit(value & 0xF);
        }

        return written;
    }

    private static byte HexDigit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);
}
