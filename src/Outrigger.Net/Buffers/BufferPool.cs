using System.Diagnostics;
using Outrigger.Net.Native;

namespace Outrigger.Net.Buffers;

/// <summary>
/// Equal blocks of native memory, cut from slabs and handed out last-in first-out so that warm blocks are
/// used again. One loop owns a pool; nothing here is safe for another thread. <see cref="Trim"/> gives the
/// pages of blocks that a burst left behind back to the system while their addresses stay reserved.
/// </summary>
public sealed unsafe class BufferPool : IDisposable
{
    private const int SlabBytes = 1024 * 1024;

    private readonly List<nint> _slabs = [];
    private readonly Action? _onGrowth;
    private nint[] _free = [];
    private int _freeCount;
    private int _lowWater;
    private int _trimmedCount;

    /// <summary>Makes an empty pool; memory comes with the first block.</summary>
    /// <param name="blockBytes">Size of a block: a multiple of 4096 that divides one mebibyte.</param>
    /// <param name="onGrowth">Called when another mebibyte was taken; must not use the pool.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not such a number.</exception>
    public BufferPool(int blockBytes, Action? onGrowth = null)
    {
        _onGrowth = onGrowth;
        if (blockBytes <= 0 || blockBytes % 4096 != 0 || SlabBytes % blockBytes != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(blockBytes),
                blockBytes,
                "A block is a multiple of 4096 bytes and divides one mebibyte.");
        }

        BlockBytes = blockBytes;
    }

    /// <summary>Size of every block in bytes.</summary>
    public int BlockBytes { get; }

    /// <summary>Blocks handed out and not yet returned.</summary>
    public int RentedCount { get; private set; }

    /// <summary>Takes a block; its contents are whatever was there.</summary>
    /// <exception cref="InsufficientMemoryException">The system gives no more memory.</exception>
    public NativeBuffer Rent()
    {
        if (_freeCount == 0)
            AddSlab();
        var block = _free[--_freeCount];
        if (_freeCount < _lowWater)
        {
            _lowWater = _freeCount;
            _trimmedCount = Math.Min(_trimmedCount, _freeCount);
        }

        RentedCount++;
        return new NativeBuffer((byte*)block, BlockBytes);
    }

    /// <summary>Gives a block back.</summary>
    /// <param name="buffer">A block of this pool, returned once.</param>
    public void Return(NativeBuffer buffer)
    {
        Debug.Assert(!buffer.IsEmpty && buffer.Length == BlockBytes, "The block must be one of this pool.");
        Debug.Assert(RentedCount > 0, "More blocks returned than rented.");
        AssertNotFree(buffer);
        Poison(buffer);
        _free[_freeCount++] = (nint)buffer.Start;
        RentedCount--;
    }

    /// <summary>
    /// Frees the pages of blocks that nobody has needed since the last call. To be called every few seconds.
    /// </summary>
    public void Trim()
    {
        // The bottom of the stack up to the low-water mark was not touched: its pages can go.
        // What was trimmed before and lies untouched since needs no second call.
        for (var index = _trimmedCount; index < _lowWater; index++)
            _ = Libc.MemoryAdvise((void*)_free[index], BlockBytes, LinuxConstants.AdviseDontNeed);
        _trimmedCount = _lowWater;
        _lowWater = _freeCount;
    }

    /// <summary>Frees the pages of all blocks that nobody has, whether or not they were needed of late.</summary>
    public void ReleaseFree()
    {
        for (var index = _trimmedCount; index < _freeCount; index++)
            _ = Libc.MemoryAdvise((void*)_free[index], BlockBytes, LinuxConstants.AdviseDontNeed);
        _trimmedCount = _lowWater = _freeCount;
    }

    /// <summary>Gives all memory back. No block may be in use any more.</summary>
    public void Dispose()
    {
        foreach (var slab in _slabs)
            _ = Libc.MemoryUnmap((void*)slab, SlabBytes);
        _slabs.Clear();
        _freeCount = 0;
        _free = [];
    }

    private void AddSlab()
    {
        var slab = Libc.MemoryMap(
            null, SlabBytes, LinuxConstants.ProtectionReadWrite, LinuxConstants.MapPrivateAnonymous, -1, 0);
        if ((nint)slab == -1)
            throw new InsufficientMemoryException("The system gives no memory for connection buffers.");
        _slabs.Add((nint)slab);
        var blocks = SlabBytes / BlockBytes;
        Array.Resize(ref _free, _slabs.Count * blocks);
        for (var index = blocks - 1; index >= 0; index--)
            _free[_freeCount++] = (nint)slab + (index * BlockBytes);
        _lowWater = 0;
        _trimmedCount = 0;
        _onGrowth?.Invoke();
    }

    [Conditional("DEBUG")]
    private void AssertNotFree(NativeBuffer buffer) => Debug.Assert(
        Array.IndexOf(_free, (nint)buffer.Start, 0, _freeCount) < 0, "The block was returned already.");

    [Conditional("DEBUG")]
    private static void Poison(NativeBuffer buffer) => buffer.Span.Fill(0xDD);
}
