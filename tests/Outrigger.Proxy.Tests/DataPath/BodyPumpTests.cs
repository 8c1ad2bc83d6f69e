using Outrigger.Http;
using Outrigger.Net.Loops;
using Outrigger.Proxy.Http;
using Outrigger.Proxy.Http.Grpc;

namespace Outrigger.Proxy.Tests.DataPath;

public sealed class BodyPumpTests
{
    [Theory]
    [InlineData(100_000)]
    [InlineData(10_000_000)]
    public async Task A_pump_that_is_stopped_ends_whether_it_waits_or_gives_others_their_turn(int contentBytes)
    {
        using var proxy = new ProxyHarness();
        PumpEnd? end = null;
        var source = await proxy.RunOnWorkerAsync(worker => new EndlessSource(worker.Loop) { BytesLeft = contentBytes });
        await proxy.RunOnWorkerAsync(worker =>
        {
            var clock = new ExchangeClock(worker.Loop);
            var pump = new BodyPump(worker.Loop, clock);
            pump.Start(source, new EndlessSink(worker.Loop), forwardsTrailers: false);
            clock.Start(idleTimeoutMs: 0);
            RunAsync(pump).Detach(worker.ReportFault);
            source.BytesLeft = 0;
            pump.Stop();
            return true;
        });
        await proxy.UntilAsync(_ => end is not null, "the pump ends");
        Assert.Equal(PumpEnd.Cancelled, end);

        async Net.Tasks.LoopTask RunAsync(BodyPump pump) => end = await pump.RunAsync();
    }

    [Theory]
    [InlineData(50_000, true)]
    [InlineData(100_000, false)]
    public async Task Trailers_that_no_buffer_holds_as_text_fail_the_answer(int length, bool isEnded)
    {
        using var proxy = new ProxyHarness();
        var (hasEnded, status) = await proxy.RunOnWorkerAsync(worker =>
        {
            var trailers = new HeaderMap();
            Assert.True(trailers.TryAdd("grpc-message"u8, Enumerable.Repeat((byte)'m', length).ToArray()));
            var sink = new GrpcWebSink(worker.Loop.CreateStreamBuffer());
            sink.Begin(new EndlessSink(worker.Loop), isText: true);
            var hasEnded = sink.TryAppendEnd(trailers);
            var status = sink.Flush(default, isLast: false, out _);
            sink.End();
            return (hasEnded, status);
        });
        Assert.Equal((isEnded, isEnded ? SinkStatus.Done : SinkStatus.Failed), (hasEnded, status));
    }

    /// <summary>Has some content, and then waits for more that never comes.</summary>
    private sealed class EndlessSource(EventLoop loop) : BodySource
    {
        private readonly byte[] _content = new byte[16 * 1024];
        private readonly ReadinessSignal _readable = new(loop);
        private int _count;

        public int BytesLeft { get; set; }

        public override ReadOnlySpan<byte> Payload => _content.AsSpan(0, _count);

        public override bool IsLast => false;

        public override HeaderMap? Trailers => null;

        public override BodyStatus Look() => _count > 0 ? BodyStatus.Payload : BodyStatus.Empty;

        public override void Consume(int count) => _count -= count;

        public override bool TryReceive()
        {
            _count = Math.Min(BytesLeft, _content.Length);
            BytesLeft -= _count;
            return _count > 0;
        }

        public override ReadinessAwaitable ReadableAsync(long deadlineMs) => _readable.WaitAsync(deadlineMs);

        public override void CancelReadable() => _readable.Interrupt(WaitResult.Cancelled);
    }

    private sealed class EndlessSink(EventLoop loop) : BodySink
    {
        private readonly ReadinessSignal _writable = new(loop);

        public override int Append(ReadOnlySpan<byte> payload, bool isLast) => payload.Length;

        public override bool TryAppendEnd(HeaderMap? trailers) => true;

        public override SinkStatus Flush(ReadOnlySpan<byte> payload, bool isLast, out int taken)
        {
            taken = payload.Length;
            return SinkStatus.Done;
        }

        public override ReadinessAwaitable WritableAsync(long deadlineMs) => _writable.WaitAsync(deadlineMs);

        public override void CancelWritable() => _writable.Interrupt(WaitResult.Cancelled);
    }
}
