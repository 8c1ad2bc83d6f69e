using System.Diagnostics;

namespace Outrigger.Net.Buffers;

/// <summary>
/// Bytes that wait for their turn, in the order in which they came: any number, in blocks of native memory,
/// and none when nothing waits. Few bytes take a small block, so that many queues with little in them stay
/// small. One loop's thread uses it.
/// </summary>
/// <param name="smallPool">Where the block for the first few bytes comes from.</param>
/// <param name="pool">Where the other blocks come from.</param>
public sealed class BlockQueue(BufferPool smallPool, BufferPool pool)
{
    private NativeBuffer[] _blocks = new NativeBuffer[2];
    private int _head;
    private int _blocksCount;
    private int _start;
    private int _end;

    /// <summary>Number of bytes that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The first bytes, as many as lie in one piece; empty only when nothing waits.</summary>
    public ReadOnlySpan<byte> First
    {
        get
        {
            if (Count == 0)
                return default;
            var end = _blocksCount == 1 ? _end : _blocks[_head].Length;
            return _blocks[_head].Span[_start..end];
        }
    }

    /// <summary>Whether <see cref="First"/> is all there is.</summary>
    public bool IsOnePiece => _blocksCount <= 1;

    /// <summary>Copies bytes to the end.</summary>
    /// <param name="bytes">The bytes.</param>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Count += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (_blocksCount == 0 || _end == Last.Length)
                AddBlock(bytes.Length);
            var count = Math.Min(bytes.Length, Last.Length - _end);
            bytes[..count].CopyTo(Last.Span[_end..]);
            _end += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>Takes bytes off the front.</summary>
    /// <param name="count">How many; no more than <see cref="First"/> has.</param>
    public void Consume(int count)
    {
        Debug.Assert(count <= First.Length, "Bytes are taken from the first piece.");
        Count -= count;
        _start += count;
        if (Count == 0)
            Release();
        else if (_start == _blocks[_head].Length)
            DropFirst();
    }

    /// <summary>Forgets what waits, and gives the blocks back.</summary>
    public void Release()
    {
        while (_blocksCount > 0)
            DropFirst();
        _head = _start = _end = 0;
        Count = 0;
    }

    private NativeBuffer Last => _blocks[(_head + _blocksCount - 1) & (_blocks.Length - 1)];

    private void AddBlock(int bytes)
    {
        if (_blocksCount == _blocks.Length)
            Grow();
        var isSmall = _blocksCount == 0 && bytes <= smallPool.BlockBytes;
        _blocks[(_head + _blocksCount) & (_blocks.Length - 1)] = isSmall ? smallPool.Rent() : pool.Rent();
        _blocksCount++;
        _end = 0;
    }

    private void DropFirst()
    {
        var block = _blocks[_head];
        if (block.Length == smallPool.BlockBytes)
            smallPool.Return(block);
        else
            pool.Return(block);
        _blocks[_head] = default;
        _head = (_head + 1) & (_blocks.Length - 1);
        _blocksCount--;
        _start = 0;
    }

    private void Grow()
    {
        var larger = new NativeBuffer[_blocks.Length * 2];
        for (var index = 0; index < _blocksCount; index++)
            larger[index] = _blocks[(_head + index) & (_blocks.Length - 1)];
        _blocks = larger;
        _head = 0;
    }
}
