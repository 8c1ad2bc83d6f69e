namespace Outrigger.Net.Buffers;

/// <summary>
/// A block of native memory rented from a <see cref="BufferPool"/>. A value without ownership of its own:
/// whoever rented the block returns it once.
/// </summary>
public readonly unsafe struct NativeBuffer
{
    internal NativeBuffer(byte* start, int length)
    {
        Start = start;
        Length = length;
    }

    /// <summary>The first byte; null when this is no buffer.</summary>
    public byte* Start { get; }

    /// <summary>Bytes in the block.</summary>
    public int Length { get; }

    /// <summary>Whether this is no buffer at all (the default value).</summary>
    public bool IsEmpty => Start is null;

    /// <summary>The whole block.</summary>
    public Span<byte> Span => new(Start, Length);
}
