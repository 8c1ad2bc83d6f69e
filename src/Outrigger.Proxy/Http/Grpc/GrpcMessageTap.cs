using Outrigger.Http;
using Outrigger.Http.Grpc;
using Outrigger.Net.Loops;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Http.Grpc;

/// <summary>Content that is passed on as it is, and whose gRPC messages are counted as they go by.</summary>
internal sealed class GrpcMessageTap : BodySource
{
    private BodySource _source = null!;
    private StatBlock<GrpcStat> _stats = null!;
    private GrpcStat _counter;
    private GrpcFrameCounter _frames;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Payload => _source.Payload;

    /// <inheritdoc/>
    public override bool IsLast => _source.IsLast;

    /// <inheritdoc/>
    public override HeaderMap? Trailers => _source.Trailers;

    /// <inheritdoc/>
    public override LocalReply Refusal => _source.Refusal;

    /// <summary>Prepares to count.</summary>
    /// <param name="source">The content.</param>
    /// <param name="stats">The worker's statistics of the method.</param>
    /// <param name="counter">Which of them counts the messages.</param>
    public void Begin(BodySource source, StatBlock<GrpcStat> stats, GrpcStat counter)
    {
        _source = source;
        _stats = stats;
        _counter = counter;
        _frames = default;
    }

    /// <inheritdoc/>
    public override BodyStatus Look() => _source.Look();

    /// <inheritdoc/>
    public override void Consume(int count)
    {
        var before = _frames.MessagesCount;
        _frames.Add(_source.Payload[..count]);
        if (_frames.MessagesCount > before)
            _stats.Add(_counter, _frames.MessagesCount - before);
        _source.Consume(count);
    }

    /// <inheritdoc/>
    public override bool TryReceive() => _source.TryReceive();

    /// <inheritdoc/>
    public override ReadinessAwaitable ReadableAsync(long deadlineMs) => _source.ReadableAsync(deadlineMs);

    /// <inheritdoc/>
    public override void CancelReadable() => _source.CancelReadable();
}
