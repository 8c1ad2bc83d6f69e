using System.Text;
using Outrigger.Http.Hpack;

namespace Outrigger.Http.Tests.Hpack;

/// <summary>Our field compression and nghttp2's understand each other, and refuse the same.</summary>
public sealed class Nghttp2Tests
{
    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(4096)]
    [InlineData(20_000)]
    public void Nghttp2_decodes_our_encodings_of_the_stories(int tableBytes)
    {
        Nghttp2.SkipIfMissing();
        foreach (HpackStory story in HpackStory.Read("raw-data"))
        {
            using Nghttp2.Inflater inflater = new();
            inflater.SetTableBytesMax(tableBytes);
            HpackEncoder encoder = new(tableBytes);
            encoder.SetTableBytesMax(tableBytes);
            foreach (HpackCase item in story.Cases)
            {
                var fields = inflater.Decode(StoryEncoder.Encode(encoder, item));
                Assert.NotNull(fields);
                Assert.Equal(item.Fields, fields.Select(field => field.Field));
            }
        }
    }

    [Fact]
    public void Random_lists_pass_both_ways_through_changes_of_the_table_size()
    {
        Nghttp2.SkipIfMissing();
        Random random = new(6);
        for (int run = 0; run < 30; run++)
        {
            using Nghttp2.Inflater inflater = new();
            using Nghttp2.Deflater deflater = new(8192);
            HpackEncoder encoder = new(8192);
            HpackDecoder decoder = new();
            for (int step = 0; step < 100; step++)
            {
                if (random.Next(10) == 0)
                {
                    int size = random.Next(0, 8192);
                    inflater.SetTableBytesMax(size);
                    encoder.SetTableBytesMax(size);
                    deflater.SetTableBytesMax(size);
                    decoder.SetTableBytesMax(size);
                }

                var fields = RandomFields(random);
                Assert.Equal(fields.Select(field => field.Field), inflater.Decode(Encode(encoder, fields))!.Select(field => field.Field));
                ListSink sink = new();
                Assert.Equal(HpackError.None, decoder.Decode(deflater.Encode(fields), sink));
                Assert.Equal(fields.Select(field => field.Field), sink.Fields);
            }
        }
    }

    [Fact]
    public void What_must_never_be_indexed_is_marked_for_nghttp2_and_by_it()
    {
        Nghttp2.SkipIfMissing();
        using Nghttp2.Inflater inflater = new();
        using Nghttp2.Deflater deflater = new(4096);
        (KeyValuePair<string, string>, bool)[] fields = [(KeyValuePair.Create("x-a", "1"), true), (KeyValuePair.Create("x-b", "1"), false)];
        Assert.Equal(fields, inflater.Decode(Encode(new HpackEncoder(), fields)));
        ListSink sink = new();
        new HpackDecoder().Decode(deflater.Encode(fields), sink);
        Assert.Equal([true, false], sink.NeverIndexed);
    }

    [Fact]
    public void Blocks_that_were_changed_at_random_are_read_alike()
    {
        Nghttp2.SkipIfMissing();
        Random random = new(7);
        int refused = 0;
        for (int run = 0; run < 20_000; run++)
        {
            using Nghttp2.Inflater inflater = new();
            HpackDecoder decoder = new();
            HpackEncoder encoder = new();
            for (int step = 0; step < 4; step++)
            {
                byte[] block = Encode(encoder, RandomFields(random));
                for (int i = random.Next(0, 3); i > 0 && block.Length > 0; i--)
                    block[random.Next(block.Length)] = (byte)random.Next(256);
                ListSink sink = new();
                bool isRead = decoder.Decode(block, sink) == HpackError.None;
                var expected = inflater.Decode(block);
                Assert.Equal(expected is not null, isRead);
                if (expected is null)
                {
                    refused++;
                    break;
                }

                Assert.Equal(expected.Select(field => field.Field), sink.Fields);
            }
        }

        Assert.InRange(refused, 1000, 19_000);
    }

    private static byte[] Encode(HpackEncoder encoder, IReadOnlyList<(KeyValuePair<string, string> Field, bool IsNeverIndexed)> fields)
    {
        byte[] block = new byte[64 * 1024];
        int length = encoder.BeginBlock(block);
        foreach (((string name, string value), bool isNeverIndexed) in fields)
        {
            byte[] nameBytes = Encoding.Latin1.GetBytes(name);
            length += encoder.WriteField(
                KnownHeaders.Resolve(nameBytes), nameBytes, Encoding.Latin1.GetBytes(value), isNeverIndexed, block.AsSpan(length));
        }

        return block[..length];
    }

    private static List<(KeyValuePair<string, string> Field, bool IsNeverIndexed)> RandomFields(Random random)
    {
        List<(KeyValuePair<string, string>, bool)> fields = [];
        for (int i = random.Next(0, 10); i > 0; i--)
        {
            string name = random.Next(3) == 0
                ? "x-" + random.Next(30)
                : random.GetItems(["accept", "cookie", "authorization", "user-agent", "via", "x-request-id", "grpc-status", "date"], 1)[0];
            string value = random.Next(4) switch
            {
                0 => "",
                1 => "value-" + random.Next(5),
                2 => new string((char)random.Next(32, 256), random.Next(0, 300)),
                _ => random.NextInt64().ToString(),
            };
            fields.Add((KeyValuePair.Create(name, value), random.Next(8) == 0));
        }

        return fields;
    }
}
