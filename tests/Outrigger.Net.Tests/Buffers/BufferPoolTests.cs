using Outrigger.Net.Buffers;

namespace Outrigger.Net.Tests.Buffers;

public unsafe class BufferPoolTests
{
    [Fact]
    public void Rented_blocks_do_not_overlap_and_the_last_returned_comes_first()
    {
        using var pool = new BufferPool(4096);
        var buffers = Enumerable.Range(0, 600).Select(_ => pool.Rent()).ToArray();
        Assert.Equal(600, pool.RentedCount);
        Assert.Equal(600, buffers.Select(buffer => (nint)buffer.Start).Distinct().Count());
        for (var index = 0; index < buffers.Length; index++)
            buffers[index].Span.Fill((byte)index);
        for (var index = 0; index < buffers.Length; index++)
            Assert.False(buffers[index].Span.ContainsAnyExcept((byte)index));

        pool.Return(buffers[5]);
        Assert.Equal((nint)buffers[5].Start, (nint)pool.Rent().Start);
    }

    [Fact]
    public void Trimming_gives_up_only_blocks_that_stayed_unused()
    {
        using var pool = new BufferPool(4096);
        var busy = pool.Rent();
        busy.Span.Fill(0xAB);
        var burst = Enumerable.Range(0, 100).Select(_ => pool.Rent()).ToArray();
        foreach (var buffer in burst)
            buffer.Span.Fill(1);
        foreach (var buffer in burst)
            pool.Return(buffer);

        pool.Trim();
        pool.Trim();

        Assert.False(busy.Span.ContainsAnyExcept((byte)0xAB));
        Assert.Equal(1, pool.RentedCount);
        var again = Enumerable.Range(0, 100).Select(_ => pool.Rent()).ToArray();
        Assert.All(again, buffer => Assert.False(buffer.Span.ContainsAnyExcept((byte)0)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(12_288)]
    public void A_block_size_that_does_not_tile_a_slab_is_refused(int blockBytes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BufferPool(blockBytes));
}
