using System.Text;
using Outrigger.Http.Hpack;

namespace Outrigger.Http.Tests.Hpack;

/// <summary>What other encoders wrote is read, and what we write is read again.</summary>
public sealed class HpackStoryTests
{
    [Theory]
    [InlineData("go-hpack")]
    [InlineData("haskell-http2-linear-huffman")]
    [InlineData("nghttp2")]
    [InlineData("nghttp2-change-table-size")]
    public void Stories_of_other_encoders_decode(string folder)
    {
        foreach (HpackStory story in HpackStory.Read(folder))
        {
            HpackDecoder decoder = new();
            foreach (HpackCase item in story.Cases)
            {
                if (item.TableSize is { } size)
                    decoder.SetTableBytesMax(size);
                ListSink sink = new();
                Assert.Equal(HpackError.None, decoder.Decode(item.Wire, sink));
                Assert.Equal(item.Fields, sink.Fields);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    [InlineData(4096)]
    [InlineData(65536)]
    public void Our_encodings_decode(int tableBytes)
    {
        foreach (HpackStory story in HpackStory.Read("raw-data"))
        {
            HpackEncoder encoder = new(tableBytes);
            encoder.SetTableBytesMax(tableBytes);
            HpackDecoder decoder = new(Math.Max(4096, tableBytes));
            foreach (HpackCase item in story.Cases)
            {
                ListSink sink = new();
                Assert.Equal(HpackError.None, decoder.Decode(StoryEncoder.Encode(encoder, item), sink));
                Assert.Equal(item.Fields, sink.Fields);
                Assert.Equal(encoder.TableBytes, decoder.TableBytes);
            }
        }
    }
}
