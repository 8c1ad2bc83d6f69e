using System.Diagnostics;

namespace Outrigger.Net.Buffers;

/// <summary>
/// Bytes on their way through a connection: written at the end, taken from the start, in one contiguous block
/// of native memory. It holds a block only while there is something in it or room was asked for, so an idle
/// connection costs no buffer. One loop's thread uses it.
/// </summary>
/// <param name="pool">Where blocks come from.</param>
/// <param name="largePool">
/// Where a larger block comes from when one of <paramref name="pool"/> is too small.
/// </param>
public sealed class StreamBuffer(BufferPool pool, BufferPool largePool)
{
    private NativeBuffer _block;
    private int _start;
    private int _end;

    /// <summary>The bytes that wait, from the first one on.</summary>
    public ReadOnlySpan<byte> Unread => _block.Span[_start.._end];

    /// <summary>Number of bytes that wait.</summary>
    public int Count => _end - _start;

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _start == _end;

    /// <summary>Whether it holds a block at present.</summary>
    public bool HasBlock => !_block.IsEmpty;

    /// <summary>Bytes that the present block holds; 0 without one.</summary>
    public int BlockBytes => _block.Length;

    /// <summary>Bytes it could hold at most.</summary>
    public int CapacityMax => largePool.BlockBytes;

    /// <summary>Bytes of content that may wait here; it grows for content only to blocks within this.</summary>
    public int ContentBytesMax { get; set; } = int.MaxValue;

    /// <summary>The free room behind the bytes that wait; empty without a block.</summary>
    public Span<byte> Room => _block.Span[_end..];

    /// <summary>
    /// Makes room: takes a block if there is none, moves the bytes to the block's start when little is left
    /// behind them, and changes to a large block when a small one is full.
    /// </summary>
    /// <param name="bytesMin">Room wanted.</param>
    /// <returns>Whether there is that much room now.</returns>
    public bool EnsureRoom(int bytesMin)
    {
        if (_block.IsEmpty)
            _block = bytesMin <= pool.BlockBytes ? pool.Rent() : largePool.Rent();
        if (_block.Length - _end >= bytesMin)
            return true;
        if (_start > 0 && _block.Length - Count >= bytesMin)
        {
            Compact();
            return true;
        }

        return TryGrow() && _block.Length - _end >= bytesMin;
    }

    /// <summary>Changes to a large block, unless it holds one; what waits moves along.</summary>
    /// <returns>Whether the block became larger.</returns>
    public bool TryGrow()
    {
        if (_block.Length >= largePool.BlockBytes)
        {
            Compact();
            return false;
        }

        var larger = largePool.Rent();
        Unread.CopyTo(larger.Span);
        ReturnBlock();
        _block = larger;
        _end -= _start;
        _start = 0;
        return true;
    }

    /// <summary>
    /// As <see cref="TryGrow"/>, but to make a fast transfer faster only: not beyond
    /// <see cref="ContentBytesMax"/>.
    /// </summary>
    /// <returns>Whether the block became larger.</returns>
    public bool TryGrowForContent() => ContentBytesMax >= largePool.BlockBytes && TryGrow();

    /// <summary>Notes that bytes were put into <see cref="Room"/>.</summary>
    /// <param name="count">How many.</param>
    public void Advance(int count)
    {
        Debug.Assert(count >= 0 && count <= _block.Length - _end, "More was written than there was room.");
        _end += count;
    }

    /// <summary>Copies bytes to the end; there must be room.</summary>
    /// <param name="bytes">The bytes.</param>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room);
        _end += bytes.Length;
    }

    /// <summary>Takes bytes off the start.</summary>
    /// <param name="count">How many.</param>
    public void Consume(int count)
    {
        Debug.Assert(count >= 0 && count <= Count, "More was consumed than there was.");
        _start += count;
        if (_start == _end)
            _start = _end = 0;
    }

    /// <summary>Gives the block back if nothing waits.</summary>
    public void ReleaseIfEmpty()
    {
        if (_start == _end)
            Release();
    }

    /// <summary>Gives the block back and forgets what was in it.</summary>
    public void Release()
    {
        if (!_block.IsEmpty)
            ReturnBlock();
        _block = default;
        _start = _end = 0;
    }

    private void Compact()
    {
        Unread.CopyTo(_block.Span);
        _end -= _start;
        _start = 0;
    }

    private void ReturnBlock()
    {
        if (_block.Length == largePool.BlockBytes)
            largePool.Return(_block);
        else
            pool.Return(_block);
    }
}
