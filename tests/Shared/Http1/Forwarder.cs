using System.Globalization;
using System.Text;
using Outrigger.Http;
using Outrigger.Http.Http1;

namespace Outrigger.Testing.Http1;

/// <summary>
/// Reads the first request of some bytes and writes it again as a proxy would, with its content.
/// </summary>
internal static class Forwarder
{
    /// <summary>The request as written; it must be valid and complete.</summary>
    internal static byte[] Forward(byte[] bytes)
    {
        RequestHead head = new();
        Http1RequestParser parser = new(Http1Limits.Default);
        Require(parser.Parse(bytes, head, out int consumed) == Http1ParseStatus.Complete, "head is complete");
        MemoryStream output = new();
        byte[] written = new byte[Http1Writer.LengthOf(head)];
        bool isWritten = Http1Writer.TryWriteRequest(head, ConnectionPersistence.Implicit, written, out int length);
        Require(isWritten && written.Length == length, "head is as long as was foretold");
        output.Write(written);
        ForwardContent(head, bytes.AsSpan(consumed), output);
        return output.ToArray();
    }

    /// <summary>
    /// What must be the same before and after: all but spelling and the fields of the connection.
    /// </summary>
    internal static string Essence(ReceivedRequest request)
    {
        StringBuilder text = new();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{request.Method} {request.Path} {request.Authority} {request.Framing} {request.OtherCodings} {request.ContentLength}\n");
        foreach ((string name, string value) in request.Headers.Where(header => !IsFraming(header.Name)))
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");
        text.Append(request.Body).Append('\n');
        foreach ((string name, string value) in request.Trailers)
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");
        return text.ToString();
    }

    private static void ForwardContent(RequestHead head, ReadOnlySpan<byte> content, MemoryStream output)
    {
        HeaderMap trailers = new();
        Http1BodyDecoder decoder = new(head, Http1Limits.Default);
        byte[] buffer = new byte[32 * 1024];
        Http1BodyStatus status;
        int length;
        do
        {
            status = decoder.Decode(content, trailers, out Http1BodySlice slice);
            if (slice.PayloadLength > 0 && head.Framing == BodyFraming.Chunked)
            {
                Require(Http1Writer.TryWriteChunkPrefix(slice.PayloadLength, buffer, out length), "prefix fits");
                output.Write(buffer, 0, length);
            }

            output.Write(content.Slice(slice.PayloadStart, slice.PayloadLength));
            if (slice.PayloadLength > 0 && head.Framing == BodyFraming.Chunked)
                output.Write(Http1Writer.ChunkSuffix);
            content = content[slice.Consumed..];
        }
        while (status == Http1BodyStatus.Payload);

        Require(status == Http1BodyStatus.Complete, "content is complete");
        if (head.Framing != BodyFraming.Chunked)
            return;
        Require(Http1Writer.TryWriteLastChunk(trailers, buffer, out length), "last chunk fits");
        output.Write(buffer, 0, length);
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException($"It does not hold that the {what}.");
    }

    /// <summary>Whether a field belongs to the connection or to framing, which a forwarder writes itself.</summary>
    internal static bool IsFraming(string name) => name is "content-length" or "transfer-encoding" or "connection"
        or "keep-alive" or "proxy-connection" or "upgrade" or "http2-settings";
}
