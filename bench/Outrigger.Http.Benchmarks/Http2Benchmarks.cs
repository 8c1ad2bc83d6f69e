using BenchmarkDotNet.Attributes;
using Outrigger.Http.Http1;
using Outrigger.Http.Http2;

namespace Outrigger.Http.Benchmarks;

/// <summary>
/// One exchange over HTTP/2 in the steady state, as a client and a server see it: each writes one message and reads
/// the other, so a proxy's work for one exchange is the sum of both.
/// </summary>
[MemoryDiagnoser]
public class Http2Benchmarks
{
    private readonly EndpointHandler _clientSide = new();
    private readonly EndpointHandler _serverSide = new();
    private readonly ScratchOutput _clientOutput = new();
    private readonly ScratchOutput _serverOutput = new();
    private readonly RequestHead _request = new();
    private readonly ResponseHead _response = new();
    private readonly byte[] _content = new byte[1024];
    private Http2Session _client = null!;
    private Http2Session _server = null!;

    [GlobalSetup]
    public void Connect()
    {
        new Http1RequestParser(Http1Limits.Default).Parse(Messages.Request, _request, out _);
        new Http1ResponseParser(Http1Limits.Default).Parse(Messages.Response, RequestMethod.Get, _response, out _);
        _client = new Http2Session(Http2Role.Client, Http2Options.Default, _clientSide, _clientOutput);
        _server = new Http2Session(Http2Role.Server, Http2Options.Default, _serverSide, _serverOutput);
        _clientSide.Session = _client;
        _serverSide.Session = _server;
        _client.Start();
        _server.Start();
        for (int i = 0; i < 3; i++)
            Carry();
    }

    /// <summary>Request and response, written and read: all four.</summary>
    [Benchmark]
    public int Exchange()
    {
        bool opened = _client.TryOpenStream(_request, true, null, out _);
        Carry(_clientOutput, _server);
        Http2Stream stream = _serverSide.Stream!;
        opened &= _server.TryWriteHead(stream, _response, false);
        int written = _server.WriteData(stream, _content, true);
        Carry(_serverOutput, _client);
        return opened ? written : throw new InvalidOperationException("No stream could be opened.");
    }

    private void Carry()
    {
        Carry(_clientOutput, _server);
        Carry(_serverOutput, _client);
    }

    private static void Carry(ScratchOutput output, Http2Session receiver)
    {
        receiver.Receive(output.Written);
        output.Clear();
    }
}
