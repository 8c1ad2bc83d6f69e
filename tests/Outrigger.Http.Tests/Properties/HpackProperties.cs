using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Outrigger.Http.Hpack;
using Outrigger.Http.Tests.Hpack;

namespace Outrigger.Http.Tests.Properties;

/// <summary>What holds of field compression for any blocks and table sizes; counterexamples are shrunk.</summary>
public sealed class HpackProperties
{
    public static Arbitrary<Field> Fields() => Field.Generator.ToArbitrary();

    [Property(Arbitrary = [typeof(HpackProperties)], MaxTest = 500)]
    public void Blocks_are_decoded_to_what_was_encoded_whatever_the_table(Field[][] blocks, ushort[] tableSizes)
    {
        HpackEncoder encoder = new(65_535);
        HpackDecoder decoder = new();
        foreach ((int index, Field[] block) in blocks.Index())
        {
            if (index < tableSizes.Length)
            {
                decoder.SetTableBytesMax(tableSizes[index]);
                encoder.SetTableBytesMax(tableSizes[index]);
            }

            ListSink sink = new();
            Assert.Equal(HpackError.None, decoder.Decode(Encode(encoder, block), sink));
            Assert.Equal(block.Select(field => field.ToString()), sink.Fields.Select(field => $"{field.Key}: {field.Value}"));
            Assert.Equal(encoder.TableBytes, decoder.TableBytes);
        }
    }

    [Property(MaxTest = 1_000)]
    public void Any_bytes_are_a_block_or_an_error(byte[] bytes)
    {
        HpackDecoder decoder = new();
        ListSink sink = new();
        decoder.Decode(bytes, sink);
        Assert.InRange(sink.Fields.Count, 0, bytes.Length);
        Assert.InRange(decoder.TableBytes, 0, 4096);
    }

    private static byte[] Encode(HpackEncoder encoder, Field[] fields)
    {
        byte[] block = new byte[64 * 1024];
        int length = encoder.BeginBlock(block);
        foreach (Field field in fields)
        {
            byte[] name = Encoding.Latin1.GetBytes(field.Name);
            length += encoder.WriteField(
                KnownHeaders.Resolve(name), name, field.ValueBytes, isNeverIndexed: false, block.AsSpan(length));
        }

        return block[..length];
    }
}
