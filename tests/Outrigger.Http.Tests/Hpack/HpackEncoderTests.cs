using System.Text;
using Outrigger.Http.Hpack;

namespace Outrigger.Http.Tests.Hpack;

/// <summary>What our encoder puts into tables, and what it keeps out of them.</summary>
public sealed class HpackEncoderTests
{
    [Fact]
    public void A_field_enters_the_table_when_it_is_sent_again_and_is_an_index_from_then_on()
    {
        HpackEncoder encoder = new();
        byte[][] blocks = [Encode(encoder, "x-name", "value"), Encode(encoder, "x-name", "value"), Encode(encoder, "x-name", "value")];
        Assert.Equal(0x00, blocks[0][0]);
        Assert.Equal(0x40, blocks[1][0]);
        Assert.Equal([0xBE], blocks[2]);
        Assert.Equal(6 + 5 + 32, encoder.TableBytes);
    }

    [Fact]
    public void Values_that_never_repeat_leave_the_table_alone()
    {
        HpackEncoder encoder = new();
        for (int i = 0; i < 2; i++)
            Encode(encoder, "x-name", "value");
        Random random = new(5);
        for (int i = 0; i < 10_000; i++)
            Encode(encoder, "x-request-id", Identifier(random));
        // Now and then one is taken for another, and enters.
        Assert.Single(Encode(encoder, "x-name", "value"));
    }

    [Fact]
    public void Two_fields_that_take_turns_are_both_found()
    {
        // However their hashes fall: each of many names is an index in the end.
        HpackEncoder encoder = new();
        string[] names = [.. Enumerable.Range(0, 60).Select(i => "x-" + i)];
        for (int round = 0; round < 4; round++)
        {
            foreach (string name in names)
                Encode(encoder, name, "v");
        }

        Assert.All(names, name => Assert.Single(Encode(encoder, name, "v")));
    }

    [Theory]
    [InlineData("authorization", "Basic YWxhZGRpbjpvcGVuc2VzYW1l")]
    [InlineData("proxy-authorization", "x")]
    [InlineData("cookie", "id=42")]
    [InlineData("set-cookie", "id=42")]
    public void What_is_sensitive_enters_no_table(string name, string value)
    {
        HpackEncoder encoder = new();
        for (int i = 0; i < 3; i++)
            Assert.Equal(0x10, Encode(encoder, name, value)[0] & 0xF0);
        Assert.Equal(0, encoder.TableBytes);
    }

    [Fact]
    public void What_the_sender_marked_stays_out_of_tables()
    {
        HpackEncoder encoder = new();
        byte[] block = new byte[100];
        for (int i = 0; i < 3; i++)
        {
            int length = encoder.WriteField(KnownHeader.Other, "x-token"u8, "secret"u8, isNeverIndexed: true, block);
            ListSink sink = new();
            Assert.Equal(HpackError.None, new HpackDecoder().Decode(block.AsSpan(0, length), sink));
            Assert.Equal([true], sink.NeverIndexed);
        }
    }

    [Fact]
    public void A_changed_table_size_is_told_with_the_smallest_on_the_way()
    {
        HpackEncoder encoder = new();
        byte[] block = new byte[20];
        Assert.Equal(0, encoder.BeginBlock(block));
        encoder.SetTableBytesMax(100);
        encoder.SetTableBytesMax(10);
        encoder.SetTableBytesMax(8192);
        // 10, and then 4,096: we do not use more.
        Assert.Equal([0x2A, 0x3F, 0xE1, 0x1F], block[..encoder.BeginBlock(block)]);
        Assert.Equal(0, encoder.BeginBlock(block));
        encoder.SetTableBytesMax(0);
        Assert.Equal([0x20], block[..encoder.BeginBlock(block)]);
    }

    [Fact]
    public void Random_lists_survive_changes_of_the_table_size()
    {
        Random random = new(3);
        for (int run = 0; run < 40; run++)
        {
            HpackEncoder encoder = new(random.Next(0, 10_000));
            HpackDecoder decoder = new(10_000);
            for (int step = 0; step < 200; step++)
            {
                if (random.Next(20) == 0)
                    encoder.SetTableBytesMax(random.Next(0, 10_000));
                CheckBlock(encoder, decoder, random);
            }
        }
    }

    private static void CheckBlock(HpackEncoder encoder, HpackDecoder decoder, Random random)
    {
        byte[] block = new byte[64 * 1024];
        int length = encoder.BeginBlock(block);
        List<KeyValuePair<string, string>> fields = [];
        List<bool> marks = [];
        for (int i = random.Next(0, 12); i > 0; i--)
        {
            byte[] name = Encoding.Latin1.GetBytes(RandomName(random));
            byte[] value = Encoding.Latin1.GetBytes(RandomValue(random));
            bool isMarked = random.Next(10) == 0;
            KnownHeader id = KnownHeaders.Resolve(name);
            int written = encoder.WriteField(id, name, value, isMarked, block.AsSpan(length));
            Assert.True(written <= name.Length + value.Length + HpackEncoder.FieldOverheadMax);
            length += written;
            fields.Add(KeyValuePair.Create(Encoding.Latin1.GetString(name), Encoding.Latin1.GetString(value)));
            marks.Add(isMarked || id is KnownHeader.Authorization || (id is KnownHeader.Cookie && value.Length < 20));
        }

        ListSink sink = new();
        Assert.Equal(HpackError.None, decoder.Decode(block.AsSpan(0, length), sink));
        Assert.Equal(fields, sink.Fields);
        Assert.Equal(marks, sink.NeverIndexed);
        Assert.Equal(encoder.TableBytes, decoder.TableBytes);
    }

    private static string RandomName(Random random) => random.Next(3) switch
    {
        0 => "x-" + random.Next(50),
        1 => new string('n', random.Next(1, 300)),
        _ => random.GetItems(["accept", "cookie", "authorization", "user-agent", "x-request-id", "grpc-status", "date"], 1)[0],
    };

    private static string RandomValue(Random random) => random.Next(4) switch
    {
        0 => "",
        1 => "value-" + random.Next(5),
        2 => new string((char)random.Next(32, 256), random.Next(0, 2000)),
        _ => Identifier(random),
    };

    private static string Identifier(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private static byte[] Encode(HpackEncoder encoder, string name, string value)
    {
        byte[] nameBytes = Encoding.ASCII.GetBytes(name);
        byte[] block = new byte[name.Length + value.Length + HpackEncoder.FieldOverheadMax];
        int length = encoder.WriteField(
            KnownHeaders.Resolve(nameBytes), nameBytes, Encoding.ASCII.GetBytes(value), false, block);
        return block[..length];
    }
}
