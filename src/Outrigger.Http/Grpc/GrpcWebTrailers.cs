using System.Buffers.Binary;

namespace Outrigger.Http.Grpc;

/// <summary>
/// Writes trailers as gRPC-Web's last frame of content: a byte of flags with the highest bit set, four bytes of length,
/// and the fields as in HTTP/1 with names in lower case (PROTOCOL-WEB, Message framing).
/// </summary>
public static class GrpcWebTrailers
{
    private const byte TrailersFlag = 0x80;
    private const int PrefixBytes = 5;

    /// <summary>Bytes that the frame has.</summary>
    /// <param name="trailers">The trailers.</param>
    public static int LengthOf(HeaderMap trailers)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        var length = PrefixBytes;
        for (var index = 0; index < trailers.Count; index++)
            length += trailers.NameAt(index).Length + trailers.ValueAt(index).Length + ": \r\n".Length;
        return length;
    }

    /// <summary>Writes the frame.</summary>
    /// <param name="trailers">The trailers.</param>
    /// <param name="destination">Room for <see cref="LengthOf"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(HeaderMap trailers, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        var end = PrefixBytes;
        for (var index = 0; index < trailers.Count; index++)
        {
            Append(destination, ref end, trailers.NameAt(index));
            Append(destination, ref end, ": "u8);
            Append(destination, ref end, trailers.ValueAt(index));
            Append(destination, ref end, "\r\n"u8);
        }

        destination[0] = TrailersFlag;
        BinaryPrimitives.WriteInt32BigEndian(destination[1..], end - PrefixBytes);
        return end;
    }

    private static void Append(Span<byte> destination, ref int end, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(destination[end..]);
        end += bytes.Length;
    }
}
