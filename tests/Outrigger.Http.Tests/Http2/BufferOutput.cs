using Outrigger.Http.Http2;

namespace Outrigger.Http.Tests.Http2;

/// <summary>An output of a bounded size that the test flushes when it wants to.</summary>
internal sealed class BufferOutput(int capacity = 128 * 1024) : Http2Output
{
    private readonly byte[] _bytes = new byte[capacity];
    private int _length;

    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Room that is left; smaller than the buffer to play a peer that does not read.</summary>
    internal int RoomMax { get; set; } = capacity;

    public override Span<byte> GetRoom(int bytesMin)
    {
        int room = Math.Min(_bytes.Length, RoomMax) - _length;
        return room < bytesMin ? default : _bytes.AsSpan(_length, room);
    }

    public override void Advance(int count) => _length += count;

    internal byte[] Take()
    {
        byte[] taken = Written.ToArray();
        _length = 0;
        return taken;
    }

    internal void Clear() => _length = 0;
}
