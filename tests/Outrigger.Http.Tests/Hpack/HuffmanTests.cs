using System.Text;
using Outrigger.Http.Hpack;

namespace Outrigger.Http.Tests.Hpack;

/// <summary>The Huffman code of RFC 7541 appendix B against a decoder that goes bit by bit.</summary>
public sealed class HuffmanTests
{
    private static readonly Dictionary<(uint Code, int Bits), int> s_symbols = HuffmanCode.Codes().Index()
        .ToDictionary(pair => (pair.Item, (int)HuffmanCode.Lengths[pair.Index]), pair => pair.Index);

    [Theory]
    [InlineData("www.example.com", "f1e3c2e5f23a6ba0ab90f4ff")]
    [InlineData("no-cache", "a8eb10649cbf")]
    [InlineData("custom-value", "25a849e95bb8e8b4bf")]
    [InlineData("Mon, 21 Oct 2013 20:13:21 GMT", "d07abe941054d444a8200595040b8166e082a62d1bff")]
    [InlineData("", "")]
    public void Texts_of_the_specification(string text, string coded)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        Assert.Equal(coded, Convert.ToHexStringLower(Encode(bytes)));
        Assert.Equal(bytes, Decode(Convert.FromHexString(coded)));
    }

    [Fact]
    public void Each_symbol_alone_and_in_every_place_survives()
    {
        for (int symbol = 0; symbol < 256; symbol++)
        {
            for (int before = 0; before < 12; before++)
            {
                byte[] text = [.. Enumerable.Repeat((byte)'a', before), (byte)symbol, (byte)'z'];
                Assert.Equal(text, Decode(Encode(text)));
                Assert.Equal(text[..^1], Decode(Encode(text[..^1])));
            }
        }
    }

    [Fact]
    public void Random_texts_survive()
    {
        Random random = new(1);
        for (int i = 0; i < 5_000; i++)
        {
            byte[] text = new byte[random.Next(0, 60)];
            foreach (ref byte symbol in text.AsSpan())
                symbol = (byte)(random.Next(4) == 0 ? random.Next(256) : random.Next(32, 127));
            byte[] coded = Encode(text);
            Assert.Equal(text, Decode(coded));
            Assert.Equal(text, DecodeBitByBit(coded));
        }
    }

    [Fact]
    public void Random_bytes_decode_as_bit_by_bit_or_not_at_all()
    {
        Random random = new(2);
        byte[] destination = new byte[256];
        for (int i = 0; i < 50_000; i++)
        {
            byte[] coded = new byte[random.Next(0, 24)];
            random.NextBytes(coded);
            // Runs of ones are where padding, long codes and EOS meet.
            if (random.Next(2) == 0)
                coded.AsSpan(coded.Length / 2).Fill(0xFF);
            int length = HuffmanDecoder.Decode(coded, destination.AsSpan(0, HuffmanDecoder.LengthMax(coded.Length)));
            byte[]? expected = DecodeBitByBit(coded);
            Assert.Equal(expected is null, length < 0);
            if (expected is not null)
                Assert.Equal(expected, destination[..length]);
        }
    }

    private static byte[] Encode(byte[] text)
    {
        byte[] coded = new byte[HuffmanEncoder.LengthOf(text)];
        HuffmanEncoder.Encode(text, coded);
        return coded;
    }

    private static byte[] Decode(byte[] coded)
    {
        byte[] text = new byte[HuffmanDecoder.LengthMax(coded.Length)];
        int length = HuffmanDecoder.Decode(coded, text);
        Assert.True(length >= 0);
        return text[..length];
    }

    private static byte[]? DecodeBitByBit(byte[] coded)
    {
        List<byte> text = [];
        uint code = 0;
        int bits = 0;
        foreach (byte b in coded)
        {
            for (int i = 7; i >= 0; i--)
            {
                code = (code << 1) | (uint)((b >> i) & 1);
                bits++;
                int symbol = Symbol(code, bits);
                if (symbol == HuffmanCode.EndOfString)
                    return null;
                if (symbol < 0)
                    continue;
                text.Add((byte)symbol);
                code = 0;
                bits = 0;
            }
        }

        return bits < 8 && code == (1u << bits) - 1 ? [.. text] : null;
    }

    private static int Symbol(uint code, int bits) => s_symbols.GetValueOrDefault((code, bits), -1);
}
