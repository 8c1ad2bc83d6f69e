using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Tests.Properties;

/// <summary>What holds of HTTP/1 messages of any fields and contents; counterexamples are shrunk.</summary>
public sealed class Http1Properties
{
    public static Arbitrary<Field> Fields() => Field.Generator.ToArbitrary();

    [Property(Arbitrary = [typeof(Http1Properties)], MaxTest = 500)]
    public bool A_response_that_is_written_is_read_as_it_was(Field[] fields, ushort length)
    {
        ResponseHead head = new() { Status = 200 };
        foreach (Field field in fields.Take(90))
            Assert.True(head.Headers.TryAdd(field.NameBytes, field.ValueBytes));
        head.SetContentLength(length);
        byte[] written = new byte[Http1Writer.LengthOf(head)];
        Assert.True(Http1Writer.TryWriteResponse(head, ConnectionPersistence.Implicit, written, out _));

        ResponseHead read = new();
        Http1ResponseParser parser = new(Http1Limits.Default);
        return parser.Parse(written, RequestMethod.Get, read, out int consumed) == Http1ParseStatus.Complete
            && consumed == written.Length
            && read.ContentLength == length
            && Text(read.Headers, fields) == Text(head.Headers, fields);
    }

    [Property(MaxTest = 500)]
    public bool Content_in_chunks_of_any_size_is_what_was_sent(NonEmptyArray<byte>[] chunks, PositiveInt pieceLength)
    {
        MemoryStream encoded = new();
        byte[] prefix = new byte[Http1Writer.ChunkPrefixBytesMax];
        foreach (NonEmptyArray<byte> chunk in chunks)
        {
            Assert.True(Http1Writer.TryWriteChunkPrefix(chunk.Get.Length, prefix, out int length));
            encoded.Write(prefix, 0, length);
            encoded.Write(chunk.Get);
            encoded.Write(Http1Writer.ChunkSuffix);
        }

        encoded.Write(Http1Writer.LastChunk);
        byte[] decoded = Decode(encoded.ToArray(), pieceLength.Get);
        return decoded.SequenceEqual(chunks.SelectMany(chunk => chunk.Get));
    }

    private static byte[] Decode(byte[] encoded, int pieceLength)
    {
        Http1BodyDecoder decoder = new(BodyFraming.Chunked, -1, Http1Limits.Default);
        HeaderMap trailers = new();
        List<byte> decoded = [];
        int start = 0;
        int end = Math.Min(pieceLength, encoded.Length);
        while (true)
        {
            Http1BodyStatus status = decoder.Decode(encoded.AsSpan(start, end - start), trailers, out Http1BodySlice slice);
            decoded.AddRange(encoded.AsSpan(start + slice.PayloadStart, slice.PayloadLength));
            start += slice.Consumed;
            Assert.NotEqual(Http1BodyStatus.Error, status);
            if (status == Http1BodyStatus.Complete)
                return [.. decoded];
            if (status == Http1BodyStatus.NeedMoreData)
                end = Math.Min(end + pieceLength, encoded.Length);
        }
    }

    private static string Text(HeaderMap headers, Field[] fields)
    {
        StringBuilder text = new();
        HashSet<string> names = [.. fields.Select(field => field.Name)];
        foreach (HeaderField field in headers)
        {
            string name = Encoding.Latin1.GetString(field.Name);
            if (names.Contains(name))
                text.Append($"{name}: {Encoding.Latin1.GetString(field.Value)}\n");
        }

        return text.ToString();
    }
}
