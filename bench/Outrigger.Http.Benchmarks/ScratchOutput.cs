using Outrigger.Http.Http2;

namespace Outrigger.Http.Benchmarks;

/// <summary>An output that is emptied after every turn.</summary>
internal sealed class ScratchOutput : Http2Output
{
    private readonly byte[] _bytes = new byte[128 * 1024];
    private int _length;

    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public override Span<byte> GetRoom(int bytesMin) => _bytes.AsSpan(_length);

    public override void Advance(int count) => _length += count;

    internal void Clear() => _length = 0;
}
