using BenchmarkDotNet.Attributes;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Benchmarks;

/// <summary>Finding the payload of a chunked content.</summary>
[MemoryDiagnoser]
public class BodyBenchmarks
{
    private readonly HeaderMap _trailers = new();

    [Benchmark]
    public long DecodeChunks()
    {
        Http1BodyDecoder decoder = new(BodyFraming.Chunked, -1, Http1Limits.Default);
        ReadOnlySpan<byte> rest = Messages.Chunks;
        long payload = 0;
        while (decoder.Decode(rest, _trailers, out Http1BodySlice slice) == Http1BodyStatus.Payload)
        {
            payload += slice.PayloadLength;
            rest = rest[slice.Consumed..];
        }

        return payload;
    }
}
