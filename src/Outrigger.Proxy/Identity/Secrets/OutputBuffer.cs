using Outrigger.Http.Http2;

namespace Outrigger.Proxy.Identity.Secrets;

/// <summary>What a connection is about to send. It grows no further than <see cref="BytesMax"/>.</summary>
internal sealed class OutputBuffer : Http2Output
{
    private const int BytesMax = 2 * BytesMin;

    private readonly byte[] _bytes = new byte[BytesMax];
    private int _count;

    /// <summary>What is to be sent.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    /// <inheritdoc/>
    public override Span<byte> GetRoom(int bytesMin) =>
        BytesMax - _count >= bytesMin ? _bytes.AsSpan(_count) : default;

    /// <inheritdoc/>
    public override void Advance(int count) => _count += count;

    /// <summary>Notes that all of it was sent.</summary>
    public void Clear() => _count = 0;
}
