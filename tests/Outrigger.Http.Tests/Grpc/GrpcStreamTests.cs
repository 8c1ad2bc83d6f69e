using System.Text;
using Outrigger.Http.Grpc;

namespace Outrigger.Http.Tests.Grpc;

/// <summary>What goes by in pieces comes out the same whatever the pieces are.</summary>
public sealed class GrpcStreamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Messages_are_counted_however_they_are_cut(int pieceBytes)
    {
        byte[] stream = [.. Message(0), .. Message(1), .. Message(4), .. Message(5), .. Message(300), .. Message(0)];
        var counter = new GrpcFrameCounter();
        for (var start = 0; start < stream.Length; start += pieceBytes)
            counter.Add(stream.AsSpan(start, Math.Min(pieceBytes, stream.Length - start)));
        Assert.Equal(6, counter.MessagesCount);
        Assert.True(counter.IsBetweenMessages);
        counter.Add(new byte[3]);
        Assert.False(counter.IsBetweenMessages);
    }

    [Fact]
    public void Text_is_encoded_and_decoded_however_it_is_cut()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var content = new byte[random.Next(0, 100)];
            random.NextBytes(content);
            var text = Encode(content, random);
            Assert.Equal(Convert.ToBase64String(content), Encoding.ASCII.GetString(text));
            Assert.Equal(content, Decode(text, random));
        }
    }

    [Fact]
    public void Padding_in_the_middle_ends_only_its_group()
    {
        var text = Encoding.ASCII.GetBytes("AQ==AgM=BAUGBw==");
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], Decode(text, new Random(1)));
    }

    [Theory]
    [InlineData("A*==")]
    [InlineData("A===")]
    [InlineData("AQ=A")]
    [InlineData("AQI ")]
    public void What_is_not_base64_is_refused(string text) =>
        Assert.False(new GrpcWebTextDecoder().TryDecode(Encoding.ASCII.GetBytes(text), new byte[10], out _, out _));

    [Fact]
    public void Trailers_become_a_frame_of_content()
    {
        var trailers = new HeaderMap();
        trailers.TryAdd("grpc-status"u8, "0"u8);
        trailers.TryAdd("Grpc-Message"u8, "fine"u8);
        var frame = new byte[GrpcWebTrailers.LengthOf(trailers)];
        Assert.Equal(frame.Length, GrpcWebTrailers.Write(trailers, frame));
        Assert.Equal([0x80, 0, 0, 0, 36], frame[..5]);
        Assert.Equal("grpc-status: 0\r\ngrpc-message: fine\r\n", Encoding.ASCII.GetString(frame[5..]));
    }

    private static byte[] Message(int length) => [0, 0, 0, (byte)(length >> 8), (byte)length, .. new byte[length]];

    private static byte[] Encode(byte[] content, Random random)
    {
        var encoder = new GrpcWebTextEncoder();
        var text = new List<byte>();
        var position = 0;
        bool isEnd;
        do
        {
            var count = Math.Min(random.Next(0, 9), content.Length - position);
            isEnd = position + count == content.Length;
            var room = new byte[GrpcWebTextEncoder.LengthMax(count)];
            text.AddRange(room.AsSpan(0, encoder.Encode(content.AsSpan(position, count), isEnd, room)));
            position += count;
        }
        while (!isEnd);
        return [.. text];
    }

    private static byte[] Decode(byte[] text, Random random)
    {
        var decoder = new GrpcWebTextDecoder();
        var content = new List<byte>();
        var position = 0;
        while (position < text.Length)
        {
            var piece = text.AsSpan(position, Math.Min(random.Next(1, 11), text.Length - position));
            var room = new byte[random.Next(3, 12)];
            Assert.True(decoder.TryDecode(piece, room, out var consumed, out var written));
            content.AddRange(room.AsSpan(0, written));
            position += consumed;
        }

        Assert.True(decoder.IsBetweenGroups);
        return [.. content];
    }
}
