using BenchmarkDotNet.Attributes;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Benchmarks;

/// <summary>Reading and writing heads; together they are the codec's share of a proxied request.</summary>
[MemoryDiagnoser]
public class HeadBenchmarks
{
    private readonly Http1RequestParser _requestParser = new(Http1Limits.Default);
    private readonly Http1ResponseParser _responseParser = new(Http1Limits.Default);
    private readonly RequestHead _request = new();
    private readonly ResponseHead _response = new();
    private readonly byte[] _output = new byte[2048];

    [GlobalSetup]
    public void Fill()
    {
        ParseRequest();
        ParseResponse();
    }

    [Benchmark]
    public int ParseRequest()
    {
        _requestParser.Parse(Messages.Request, _request, out int consumed);
        return consumed;
    }

    [Benchmark]
    public int WriteRequest()
    {
        Http1Writer.TryWriteRequest(_request, ConnectionPersistence.Implicit, _output, out int written);
        return written;
    }

    [Benchmark]
    public int ParseResponse()
    {
        _responseParser.Parse(Messages.Response, RequestMethod.Get, _response, out int consumed);
        return consumed;
    }

    [Benchmark]
    public int WriteResponse()
    {
        Http1Writer.TryWriteResponse(_response, ConnectionPersistence.Implicit, _output, out int written);
        return written;
    }
}
