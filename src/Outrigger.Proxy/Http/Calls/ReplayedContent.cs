using Outrigger.Http;
using Outrigger.Net.Loops;

namespace Outrigger.Proxy.Http.Calls;

/// <summary>
/// Content that is there already, and perhaps more behind it that still comes in: first some bytes of our own,
/// then kept content, then a source. Reading it leaves what is kept as it is, so it can begin anew.
/// </summary>
/// <param name="loop">The worker's loop.</param>
internal sealed class ReplayedContent(EventLoop loop) : BodySource
{
    private readonly ReadinessSignal _ready = new(loop) { IsReady = true };
    private ReadOnlyMemory<byte> _prefix;
    private KeptContent? _kept;
    private BodySource? _rest;
    private long _offset;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Payload
    {
        get
        {
            if (!_prefix.IsEmpty)
                return _prefix.Span;
            return IsKeptRead ? _rest!.Payload : _kept!.PieceAt(_offset);
        }
    }

    /// <inheritdoc/>
    public override bool IsLast
    {
        get
        {
            if (_prefix.IsEmpty && IsKeptRead)
                return _rest is not null && _rest.IsLast;
            var isOwnEnd = _prefix.IsEmpty
                ? _offset + _kept!.PieceAt(_offset).Length == _kept.Count
                : IsKeptRead;
            return isOwnEnd
                && (_rest is null || (_rest.Look() == BodyStatus.Complete && _rest.Trailers is null or { Count: 0 }));
        }
    }

    /// <inheritdoc/>
    public override HeaderMap? Trailers => _rest?.Trailers;

    /// <inheritdoc/>
    public override LocalReply Refusal => _rest?.Refusal ?? LocalReply.BadRequest;

    private bool IsKeptRead => _kept is null || _offset >= _kept.Count;

    /// <summary>Begins from the start.</summary>
    /// <param name="prefix">What comes first; may be empty.</param>
    /// <param name="kept">What follows it, or null.</param>
    /// <param name="rest">What comes in behind that, or null for nothing.</param>
    public void Begin(ReadOnlyMemory<byte> prefix, KeptContent? kept, BodySource? rest)
    {
        _prefix = prefix;
        _kept = kept;
        _rest = rest;
        _offset = 0;
    }

    /// <inheritdoc/>
    public override BodyStatus Look()
    {
        if (!_prefix.IsEmpty || !IsKeptRead)
            return BodyStatus.Payload;
        return _rest?.Look() ?? BodyStatus.Complete;
    }

    /// <inheritdoc/>
    public override void Consume(int count)
    {
        if (!_prefix.IsEmpty)
            _prefix = _prefix[count..];
        else if (!IsKeptRead)
            _offset += count;
        else
            _rest!.Consume(count);
    }

    /// <inheritdoc/>
    public override bool TryReceive() => Look() == BodyStatus.Payload || _rest is null || _rest.TryReceive();

    /// <inheritdoc/>
    public override ReadinessAwaitable ReadableAsync(long deadlineMs) =>
        _rest?.ReadableAsync(deadlineMs) ?? _ready.WaitAsync(deadlineMs);

    /// <inheritdoc/>
    public override void CancelReadable() => _rest?.CancelReadable();
}
