namespace Outrigger.Http.Tests.Http2.Interop;

/// <summary>A message that both ends know beforehand: how long its content is, what it declares, whether it has trailers.</summary>
internal sealed record MessagePlan(int StreamId, int ContentBytes, bool DeclaresLength, bool HasTrailers, string Marker)
{
    internal bool HasContent => ContentBytes > 0 || HasTrailers;

    /// <summary>What a receiver must have written down.</summary>
    internal string Expected =>
        $"marker {Marker}; content {ContentBytes} ok; trailers {(HasTrailers ? Marker : "none")}; closed NO_ERROR";

    /// <summary>The byte of the content at an offset.</summary>
    internal byte this[int offset] => (byte)((offset * 7) + StreamId);

    /// <summary>Fills a piece of the content that starts at an offset.</summary>
    internal void Fill(Span<byte> piece, int offset)
    {
        for (int i = 0; i < piece.Length; i++)
            piece[i] = this[offset + i];
    }

    /// <summary>The request of a stream, by a seed.</summary>
    internal static MessagePlan Request(int seed, int streamId) => Create(new Random((seed * 1000) + streamId), streamId, "q");

    /// <summary>The response on a stream, by a seed.</summary>
    internal static MessagePlan Response(int seed, int streamId) => Create(new Random((seed * 1000) + streamId + 1), streamId, "r");

    private static MessagePlan Create(Random random, int streamId, string kind)
    {
        int bytes = random.Next(4) switch
        {
            0 => 0,
            1 => random.Next(1, 200),
            2 => random.Next(16_300, 16_500),
            _ => random.Next(1, 200_000),
        };
        // A marker that is at times short, at times long enough for several frames.
        string marker = $"{kind}{streamId}-{new string('m', random.Next(10) == 0 ? 20_000 : random.Next(0, 40))}";
        return new MessagePlan(streamId, bytes, random.Next(2) == 0, random.Next(3) == 0, marker);
    }
}
