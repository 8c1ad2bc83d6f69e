using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Outrigger.Http;
using Outrigger.Http.Http2;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Http.Http2;

namespace Outrigger.Proxy.Tests.DataPath.Http2;

public sealed class Http2TransportTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Output_has_the_time_that_it_needs_while_the_peer_takes_some_of_it(bool isTaken)
    {
        var time = new FakeTimeProvider();
        using var proxy = new ProxyHarness(time: time);
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.ReceiveBufferSize = 4096;
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        StreamConnection? socket = null;
        bool? isDrained = null;
        await proxy.RunOnWorkerAsync(worker =>
        {
            RunAsync(worker.Loop).Detach(worker.ReportFault);
            return true;
        });
        using var peer = await listener.AcceptAsync(TestContext.Current.CancellationToken);
        await proxy.UntilAsync(_ => socket is not null, "the connection");
        var buffer = new byte[4096];
        for (long written = 0; isDrained is null; written = await proxy.RunOnWorkerAsync(_ => socket!.BytesWritten))
        {
            while (isTaken && await proxy.RunOnWorkerAsync(_ => socket!.BytesWritten == written && isDrained is null))
                await peer.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            time.Advance(TimeSpan.FromMilliseconds(600));
        }

        Assert.Equal(isTaken, isDrained);

        async LoopTask RunAsync(EventLoop loop)
        {
            var address = NetworkAddress.Parse(listener.LocalEndPoint!.ToString()!)!;
            var connect = await Connector.ConnectAsync(loop, address, new ConnectOptions());
            var transport = new Http2Transport(
                connect.Connection!, loop.CreateStreamBuffer(), Http2Role.Client, new Http2Options(), new NoHandler());
            while (connect.Connection!.TryWrite(new byte[64 * 1024], out _) == IoStatus.Ok)
            {
                // The kernel takes no more from here on.
            }

            transport.Advance(transport.GetRoom(128 * 1024).Length);
            socket = connect.Connection;
            isDrained = await transport.DrainAsync(timeoutMs: 1_000);
            transport.Release();
            socket.Close();
        }
    }

    /// <summary>No stream is ever opened.</summary>
    private sealed class NoHandler : IHttp2Handler
    {
        public long NowMs => 0;

        public RequestHead? OnStreamOpened(Http2Stream stream) => throw new NotSupportedException();

        public void OnRequestHead(Http2Stream stream, bool endsStream) => throw new NotSupportedException();

        public void OnRequestRefused(Http2Stream stream, int status) => throw new NotSupportedException();

        public ResponseHead ResponseHeadOf(Http2Stream stream) => throw new NotSupportedException();

        public void OnInterimResponse(Http2Stream stream) => throw new NotSupportedException();

        public void OnResponseHead(Http2Stream stream, bool endsStream) => throw new NotSupportedException();

        public void OnData(Http2Stream stream, ReadOnlySpan<byte> payload, bool endsStream) => throw new NotSupportedException();

        public HeaderMap TrailersOf(Http2Stream stream) => throw new NotSupportedException();

        public void OnTrailers(Http2Stream stream) => throw new NotSupportedException();

        public void OnReset(Http2Stream stream, Http2ErrorCode code, Http2ResetSource source) => throw new NotSupportedException();

        public void OnWritable(Http2Stream stream) => throw new NotSupportedException();

        public void OnStreamClosed(Http2Stream stream) => throw new NotSupportedException();

        public void OnSettings() => throw new NotSupportedException();

        public void OnPingAck(ulong payload) => throw new NotSupportedException();

        public void OnGoAway(int lastStreamId, Http2ErrorCode code) => throw new NotSupportedException();

        public void OnFailure(Http2ErrorCode code, string reason) => throw new NotSupportedException();
    }
}
