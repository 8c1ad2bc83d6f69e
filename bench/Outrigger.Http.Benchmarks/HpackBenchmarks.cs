using BenchmarkDotNet.Attributes;
using Outrigger.Http.Hpack;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Benchmarks;

/// <summary>Field compression alone: a head that is sent again, and one whose values are all new.</summary>
[MemoryDiagnoser]
public class HpackBenchmarks
{
    private readonly RequestHead _request = new();
    private readonly HpackEncoder _encoder = new();
    private readonly HpackEncoder _tableless = new(0);
    private readonly HpackDecoder _decoder = new();
    private readonly HpackDecoder _tablelessDecoder = new();
    private readonly CountingSink _sink = new();
    private readonly byte[] _output = new byte[4096];
    private byte[] _repeated = [];
    private byte[] _literal = [];

    [GlobalSetup]
    public void Fill()
    {
        new Http1RequestParser(Http1Limits.Default).Parse(Messages.Request, _request, out _);
        for (int i = 0; i < 3; i++)
        {
            _repeated = _output[..Encode(_encoder)];
            _decoder.Decode(_repeated, _sink);
            _literal = _output[..Encode(_tableless)];
            _tablelessDecoder.Decode(_literal, _sink);
        }
    }

    [Benchmark]
    public int EncodeRepeated() => Encode(_encoder);

    [Benchmark]
    public int EncodeNew() => Encode(_tableless);

    [Benchmark]
    public int DecodeRepeated()
    {
        _decoder.Decode(_repeated, _sink);
        return _sink.Bytes;
    }

    [Benchmark]
    public int DecodeNew()
    {
        _tablelessDecoder.Decode(_literal, _sink);
        return _sink.Bytes;
    }

    private int Encode(HpackEncoder encoder)
    {
        int length = encoder.BeginBlock(_output);
        length += encoder.WritePseudo(PseudoHeader.Method, _request.Method, _output.AsSpan(length));
        length += encoder.WritePseudo(PseudoHeader.Scheme, _request.SchemeBytes, _output.AsSpan(length));
        length += encoder.WritePseudo(PseudoHeader.Path, _request.Path, _output.AsSpan(length));
        length += encoder.WritePseudo(PseudoHeader.Authority, _request.Authority, _output.AsSpan(length));
        foreach (HeaderField field in _request.Headers)
            length += encoder.WriteField(field.Id, field.Name, field.Value, false, _output.AsSpan(length));
        return length;
    }

    private sealed class CountingSink : IHpackSink
    {
        internal int Bytes { get; private set; }

        public void OnField(in HpackField field) => Bytes += field.Name.Length + field.Value.Length;
    }
}
