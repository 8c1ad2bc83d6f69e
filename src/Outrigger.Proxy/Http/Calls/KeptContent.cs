using Outrigger.Net.Buffers;

namespace Outrigger.Proxy.Http.Calls;

/// <summary>
/// Content that is kept to be read more than once, in blocks of the worker's pool. Nothing is held while it is
/// empty.
/// </summary>
/// <param name="pool">Where the blocks come from.</param>
internal sealed class KeptContent(BufferPool pool)
{
    private readonly List<NativeBuffer> _blocks = [];

    /// <summary>How many bytes are kept.</summary>
    public long Count { get; private set; }

    /// <summary>Copies bytes to the end.</summary>
    /// <param name="bytes">The bytes.</param>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var used = (int)(Count % pool.BlockBytes);
            if (used == 0)
                _blocks.Add(pool.Rent());
            var count = Math.Min(bytes.Length, pool.BlockBytes - used);
            bytes[..count].CopyTo(_blocks[^1].Span[used..]);
            Count += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>The bytes from a place on that lie in one piece; empty at the end.</summary>
    /// <param name="offset">The place; from 0 to <see cref="Count"/>.</param>
    public ReadOnlySpan<byte> PieceAt(long offset)
    {
        if (offset >= Count)
            return default;
        var block = (int)(offset / pool.BlockBytes);
        var start = (int)(offset % pool.BlockBytes);
        var end = (int)Math.Min(pool.BlockBytes, Count - ((long)block * pool.BlockBytes));
        return _blocks[block].Span[start..end];
    }

    /// <summary>Copies all of it.</summary>
    /// <param name="destination">Room for <see cref="Count"/> bytes.</param>
    public void CopyTo(Span<byte> destination)
    {
        ReadOnlySpan<byte> piece;
        for (var offset = 0; !(piece = PieceAt(offset)).IsEmpty; offset += piece.Length)
            piece.CopyTo(destination[offset..]);
    }

    /// <summary>Forgets the content and gives the blocks back.</summary>
    public void Release()
    {
        foreach (var block in _blocks)
            pool.Return(block);
        _blocks.Clear();
        Count = 0;
    }
}
