namespace Outrigger.Routing.Tests;

public sealed class ByteWriterTests
{
    [Fact]
    public void Everything_is_written_and_counted()
    {
        var writer = new ByteWriter(new byte[64]);
        writer.Write("bytes "u8);
        writer.Write("caractère ".AsSpan());
        writer.Write(long.MinValue);
        writer.Write((byte)'!');
        "x"u8.CopyTo(writer.Remaining);
        writer.Advance(1);

        Assert.Equal("bytes caractère -9223372036854775808!x", Bytes.Text(writer.Written));
        Assert.Equal(writer.Written.Length, writer.RequiredLength);
        Assert.False(writer.Overflowed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(11)]
    public void Past_the_end_only_the_length_goes_on(int capacity)
    {
        var writer = new ByteWriter(new byte[capacity]);
        writer.Write("abcd"u8);
        writer.Write("éf".AsSpan());
        writer.Write(12345);

        Assert.True(writer.Overflowed);
        Assert.Equal(12, writer.RequiredLength);
        Assert.Equal(capacity, writer.Written.Length);
        Assert.True(writer.Remaining.IsEmpty);
        int kept = Math.Min(4, capacity);
        Assert.Equal("abcd"[..kept], Bytes.Text(writer.Written[..kept]));
    }
}
