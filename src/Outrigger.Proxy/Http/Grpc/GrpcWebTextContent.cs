using Outrigger.Http;
using Outrigger.Http.Grpc;
using Outrigger.Net.Buffers;
using Outrigger.Net.Loops;

namespace Outrigger.Proxy.Http.Grpc;

/// <summary>The content of a gRPC-Web request in its text form, decoded. Holds one buffer at most.</summary>
/// <param name="decoded">What was decoded and not consumed.</param>
internal sealed class GrpcWebTextContent(StreamBuffer decoded) : BodySource
{
    /// <summary>The decoder takes no group of characters without room for all its bytes.</summary>
    private const int RoomMin = 3;

    private BodySource _source = null!;
    private GrpcWebTextDecoder _decoder;
    private bool _isMalformed;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Payload => decoded.Unread;

    /// <inheritdoc/>
    public override bool IsLast => false;

    /// <inheritdoc/>
    public override HeaderMap? Trailers => _source.Trailers;

    /// <inheritdoc/>
    public override LocalReply Refusal => _isMalformed ? LocalReply.BadRequest : _source.Refusal;

    /// <summary>Prepares to decode.</summary>
    /// <param name="source">The content as it is received.</param>
    public void Begin(BodySource source)
    {
        _source = source;
        _decoder = default;
        _isMalformed = false;
        decoded.Release();
    }

    /// <summary>Gives the buffer back.</summary>
    public void End() => decoded.Release();

    /// <inheritdoc/>
    public override BodyStatus Look()
    {
        while (decoded.IsEmpty && !_isMalformed)
        {
            var status = _source.Look();
            if (status == BodyStatus.Complete && !_decoder.IsBetweenGroups)
                _isMalformed = true;
            else if (status != BodyStatus.Payload)
                return status;
            else
                Decode();
        }

        return _isMalformed ? BodyStatus.Malformed : BodyStatus.Payload;
    }

    /// <inheritdoc/>
    public override void Consume(int count)
    {
        decoded.Consume(count);
        decoded.ReleaseIfEmpty();
    }

    /// <inheritdoc/>
    public override bool TryReceive() => _source.TryReceive();

    /// <inheritdoc/>
    public override ReadinessAwaitable ReadableAsync(long deadlineMs) => _source.ReadableAsync(deadlineMs);

    /// <inheritdoc/>
    public override void CancelReadable() => _source.CancelReadable();

    private void Decode()
    {
        decoded.EnsureRoom(RoomMin);
        _isMalformed = !_decoder.TryDecode(_source.Payload, decoded.Room, out var consumed, out var written);
        decoded.Advance(written);
        _source.Consume(consumed);
    }
}
