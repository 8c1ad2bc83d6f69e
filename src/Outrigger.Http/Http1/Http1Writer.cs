using System.Buffers.Text;

namespace Outrigger.Http.Http1;

/// <summary>
/// Writes heads, chunks and trailers as HTTP/1.1 text. What a <see cref="HeaderMap"/> and a head accept can
/// be written without looking at it again: neither lets CR, LF or NUL in. Every method that writes returns
/// false, having written nothing of use, when the destination is too small; the lengths are exact.
/// </summary>
public static class Http1Writer
{
    /// <summary>No chunk prefix is longer: 16 hexadecimal digits and CR LF.</summary>
    public const int ChunkPrefixBytesMax = 18;

    /// <summary>What follows the data of a chunk.</summary>
    public static ReadOnlySpan<byte> ChunkSuffix => "\r\n"u8;

    /// <summary>The last chunk, without trailers.</summary>
    public static ReadOnlySpan<byte> LastChunk => "0\r\n\r\n"u8;

    /// <summary>The interim response that invites the content (RFC 9110 section 15.2.1).</summary>
    public static ReadOnlySpan<byte> Continue => "HTTP/1.1 100 Continue\r\n\r\n"u8;

    /// <summary>The exact length of a request head in bytes.</summary>
    public static int LengthOf(
        RequestHead head, ConnectionPersistence persistence = ConnectionPersistence.Implicit)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head.Method.Length + 1 + WrittenTarget(head).Length + " HTTP/1.1\r\n"u8.Length
            + FieldWriter.LengthOf("host"u8, head.Authority)
            + head.Headers.LengthOfText()
            + FieldWriter.LengthOfFraming(head.Framing, head.ContentLength, head.OtherCodings)
            + FieldWriter.LengthOfConnection(head.Upgrade, persistence)
            + 2;
    }

    /// <summary>The exact length of a response head in bytes.</summary>
    public static int LengthOf(
        ResponseHead head, ConnectionPersistence persistence = ConnectionPersistence.Implicit)
    {
        ArgumentNullException.ThrowIfNull(head);
        return StatusLines.LengthOf(head.Status, head.Reason)
            + head.Headers.LengthOfText()
            + FieldWriter.LengthOfFraming(head.Framing, head.ContentLength)
            + FieldWriter.LengthOfConnection(head.Upgrade, persistence)
            + 2;
    }

    /// <summary>
    /// Writes a request in origin form (or authority form for CONNECT, or "*"), Host first, then the map's
    /// fields, then framing and connection management.
    /// </summary>
    public static bool TryWriteRequest(
        RequestHead head, ConnectionPersistence persistence, Span<byte> destination, out int written)
    {
        int length = LengthOf(head, persistence);
        if (destination.Length < length)
        {
            written = 0;
            return false;
        }

        FieldWriter writer = new(destination[..length]);
        writer.Write(head.Method);
        writer.Write(" "u8);
        writer.Write(WrittenTarget(head));
        writer.Write(" HTTP/1.1\r\n"u8);
        writer.WriteField("host"u8, head.Authority);
        writer.WriteFields(head.Headers);
        writer.WriteFraming(head.Framing, head.ContentLength, head.OtherCodings);
        writer.WriteConnection(head.Upgrade, persistence);
        writer.Write("\r\n"u8);
        written = length;
        return true;
    }

    /// <summary>
    /// Writes a response: status line, the map's fields, then framing and connection management.
    /// </summary>
    public static bool TryWriteResponse(
        ResponseHead head, ConnectionPersistence persistence, Span<byte> destination, out int written)
    {
        int length = LengthOf(head, persistence);
        if (destination.Length < length)
        {
            written = 0;
            return false;
        }

        FieldWriter writer = new(destination[..length]);
        writer.Advance(StatusLines.Write(head.Status, head.Reason, destination));
        writer.WriteFields(head.Headers);
        writer.WriteFraming(head.Framing, head.ContentLength);
        writer.WriteConnection(head.Upgrade, persistence);
        writer.Write("\r\n"u8);
        written = length;
        return true;
    }

    /// <summary>Writes what precedes the data of a chunk of at least one byte.</summary>
    public static bool TryWriteChunkPrefix(long dataLength, Span<byte> destination, out int written)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dataLength);
        if (!Utf8Formatter.TryFormat(dataLength, destination, out written, new('x'))
            || destination.Length < written + 2)
        {
            written = 0;
            return false;
        }

        "\r\n"u8.CopyTo(destination[written..]);
        written += 2;
        return true;
    }

    /// <summary>Writes the last chunk and the trailers behind it.</summary>
    public static bool TryWriteLastChunk(HeaderMap trailers, Span<byte> destination, out int written)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        int length = 3 + trailers.LengthOfText() + 2;
        if (destination.Length < length)
        {
            written = 0;
            return false;
        }

        FieldWriter writer = new(destination[..length]);
        writer.Write("0\r\n"u8);
        writer.WriteFields(trailers);
        writer.Write("\r\n"u8);
        written = length;
        return true;
    }

    private static ReadOnlySpan<byte> WrittenTarget(RequestHead head) =>
        head.MethodKind == RequestMethod.Connect ? head.Authority : head.Path;
}
