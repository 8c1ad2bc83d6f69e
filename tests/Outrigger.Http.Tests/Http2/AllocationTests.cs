using Outrigger.Http.Http2;

namespace Outrigger.Http.Tests.Http2;

public sealed class AllocationTests
{
    [Fact]
    public void A_hundred_thousand_requests_over_one_connection_allocate_nothing()
    {
        Exchange exchange = new();
        for (int i = 0; i < 1_000; i++)
            exchange.Run(i);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 25_000; i++)
            exchange.Run(i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_connection_that_has_served_some_requests_keeps_little_memory()
    {
        Served();
        (long idleBytes, long servedBytes) = Served();
        Assert.InRange(idleBytes, 1, 1024);
        Assert.InRange(servedBytes, 1, 6 * 1024);
    }

    private static (long IdleBytes, long ServedBytes) Served()
    {
        BufferOutput output = new();
        PlainHandler handler = new();
        ResponseHead response = SessionPair.Response(200, ("content-type", "application/grpc"), ("server", "x"));
        byte[] requests = new Wire().Preface().Settings().SettingsAck().Head(1, Wire.Get).Head(3, Wire.Get).Head(5, Wire.Get).Bytes;
        long before = GC.GetAllocatedBytesForCurrentThread();
        handler.Session = new Http2Session(Http2Role.Server, Http2Options.Default, handler, output);
        handler.Session.Start();
        long idleBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        handler.Session.Receive(requests);
        bool right = true;
        foreach (Http2Stream stream in handler.Open)
            right &= handler.Session.TryWriteHead(stream, response, true);
        long servedBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(right);
        return (idleBytes, servedBytes);
    }

    /// <summary>Four calls at once with content and trailers, each with a value that is new.</summary>
    private sealed class Exchange
    {
        private const int Concurrent = 4;

        private readonly PlainHandler _clientSide = new();
        private readonly PlainHandler _serverSide = new();
        private readonly BufferOutput _clientOutput = new();
        private readonly BufferOutput _serverOutput = new();
        private readonly Http2Session _client;
        private readonly Http2Session _server;
        private readonly RequestHead _request = SessionPair.Request("POST", "/service/Method", ("te", "trailers"), ("user-agent", "test"));
        private readonly ResponseHead _response = SessionPair.Response(200, ("content-type", "application/grpc"), ("server", "x"));
        private readonly HeaderMap _trailers = new();
        private readonly byte[] _content = new byte[1000];
        private readonly byte[] _id = new byte[16];

        internal Exchange()
        {
            _client = new Http2Session(Http2Role.Client, Http2Options.Default, _clientSide, _clientOutput);
            _server = new Http2Session(Http2Role.Server, Http2Options.Default, _serverSide, _serverOutput);
            _clientSide.Session = _client;
            _serverSide.Session = _server;
            _request.SetChunked();
            _trailers.TryAdd(KnownHeader.GrpcStatus, "0"u8);
            _client.Start();
            _server.Start();
            Carry();
        }

        internal void Run(int number)
        {
            bool right = number.TryFormat(_id, out int digits);
            right &= _request.Headers.TrySet(KnownHeader.XRequestId, _id.AsSpan(0, digits));
            for (int i = 0; i < Concurrent; i++)
            {
                right &= _client.TryOpenStream(_request, false, null, out Http2Stream? call);
                right &= _client.WriteData(call!, _content, true) == _content.Length;
            }

            Carry();
            for (int i = 0; i < Concurrent; i++)
            {
                Http2Stream stream = _serverSide.Open[i];
                right &= _server.TryWriteHead(stream, _response, false);
                right &= _server.WriteData(stream, _content, false) == _content.Length;
                right &= _server.TryWriteTrailers(stream, _trailers);
            }

            _serverSide.Open.Clear();
            Carry();
            right &= _client.StreamCount == 0 && _server.StreamCount == 0;
            // A map forgets replaced bytes when it is emptied only.
            if (number % 1000 == 999)
                Refill();
            if (!right)
                throw new InvalidOperationException("The exchange did not go as it should.");
        }

        private void Refill()
        {
            _request.Clear();
            _request.TrySetMethod("POST"u8);
            _request.TrySetPath("/service/Method"u8);
            _request.TrySetAuthority("example.org"u8);
            _request.Headers.TryAdd(KnownHeader.TE, "trailers"u8);
            _request.SetChunked();
        }

        private void Carry()
        {
            Carry(_clientOutput, _server);
            Carry(_serverOutput, _client);
            Carry(_clientOutput, _server);
        }

        private static void Carry(BufferOutput output, Http2Session receiver)
        {
            receiver.Receive(output.Written);
            output.Clear();
        }
    }

    private sealed class PlainHandler : IHttp2Handler
    {
        private readonly RequestHead _request = new();
        private readonly ResponseHead _response = new();
        private readonly HeaderMap _trailers = new();

        internal Http2Session Session { get; set; } = null!;

        internal List<Http2Stream> Open { get; } = new(8);

        public long NowMs => 0;

        public RequestHead? OnStreamOpened(Http2Stream stream)
        {
            Open.Add(stream);
            return _request;
        }

        public void OnRequestHead(Http2Stream stream, bool endsStream)
        {
        }

        public void OnRequestRefused(Http2Stream stream, int status) => throw new InvalidOperationException("Refused.");

        public ResponseHead ResponseHeadOf(Http2Stream stream) => _response;

        public void OnInterimResponse(Http2Stream stream)
        {
        }

        public void OnResponseHead(Http2Stream stream, bool endsStream)
        {
        }

        public void OnData(Http2Stream stream, ReadOnlySpan<byte> payload, bool endsStream) => Session.Consume(stream, payload.Length);

        public HeaderMap TrailersOf(Http2Stream stream) => _trailers;

        public void OnTrailers(Http2Stream stream)
        {
        }

        public void OnReset(Http2Stream stream, Http2ErrorCode code, Http2ResetSource source) =>
            throw new InvalidOperationException("Reset.");

        public void OnWritable(Http2Stream stream)
        {
        }

        public void OnStreamClosed(Http2Stream stream)
        {
        }

        public void OnSettings()
        {
        }

        public void OnPingAck(ulong payload)
        {
        }

        public void OnGoAway(int lastStreamId, Http2ErrorCode code)
        {
        }

        public void OnFailure(Http2ErrorCode code, string reason) => throw new InvalidOperationException(reason);
    }
}
