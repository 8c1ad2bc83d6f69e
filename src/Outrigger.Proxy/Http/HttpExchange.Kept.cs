using Outrigger.Http;
using Outrigger.Net.Loops;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Http.Calls;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Http;

/// <summary>
/// Content that a filter has to see before the request goes on. It is kept within a limit, and later sent
/// before the rest; until then the client is held back as by a slow endpoint.
/// </summary>
internal sealed partial class HttpExchange
{
    private KeptContent? _kept;
    private ReplayedContent? _replayed;
    private UpstreamCall? _awaited;
    private bool _hasContinued;

    /// <summary>The content that was kept; empty before that.</summary>
    public KeptContent Kept => _kept ??= new KeptContent(_loop.Buffers);

    /// <summary>
    /// A request of the proxy's own that a filter waits for. It ends when the client goes away.
    /// </summary>
    public UpstreamCall? Awaited
    {
        get => _awaited;
        set
        {
            _awaited = value;
            if (value is not null && _clientHangupMs >= 0)
                value.CancelIn(_clientHangupMs + HalfCloseGraceMs - _loop.NowMs);
        }
    }

    private BodySource RequestContent
    {
        get
        {
            if (_kept is not { Count: > 0 } kept)
                return _stream.Content;
            _replayed ??= new ReplayedContent(_loop);
            _replayed.Begin(default, kept, _stream.Content);
            return _replayed;
        }
    }

    /// <summary>Receives the request's content, and keeps it.</summary>
    /// <param name="bytesMax">How many bytes may be kept.</param>
    /// <param name="takesPart">Whether a part will do.</param>
    public async LoopTask<KeepOutcome> KeepContentAsync(long bytesMax, bool takesPart)
    {
        if (!Request.HasBody || Request.IsUpgrade || Request.MethodKind == RequestMethod.Connect)
            return KeepOutcome.Whole;
        if (!TryContinue())
            return KeepOutcome.ClientGone;
        if (!_hasBegunContent)
        {
            _hasBegunContent = true;
            _stream.BeginContent(Request);
        }

        var content = _stream.Content;
        while (true)
        {
            switch (content.Look())
            {
                case BodyStatus.Payload:
                    var room = bytesMax - Kept.Count;
                    if (content.Payload.Length > room && !takesPart)
                        return KeepOutcome.TooLarge;
                    var count = (int)Math.Min(room, content.Payload.Length);
                    Kept.Append(content.Payload[..count]);
                    content.Consume(count);
                    if (Kept.Count == bytesMax && takesPart)
                        return content.Look() == BodyStatus.Complete ? KeepOutcome.Whole : KeepOutcome.Part;
                    continue;
                case BodyStatus.Complete:
                    return KeepOutcome.Whole;
                case BodyStatus.Malformed:
                    return KeepOutcome.Malformed;
                case BodyStatus.Ended:
                    return KeepOutcome.ClientGone;
            }

            if (content.TryReceive())
                continue;
            var wait = await content.ReadableAsync(Clock.DeadlineMs);
            if (wait == WaitResult.Closed)
                return KeepOutcome.ClientGone;
            if (Clock.HasPassed)
                return _clientHangupMs >= 0 ? KeepOutcome.ClientGone : KeepOutcome.TimedOut;
        }
    }

    /// <summary>What the client is told whose content did not come as it should.</summary>
    /// <param name="outcome">How the keeping ended.</param>
    public LocalReply RefusalOf(KeepOutcome outcome)
    {
        switch (outcome)
        {
            case KeepOutcome.TooLarge:
                Stats.Increment(HttpStat.DownstreamRqTooLarge);
                return LocalReply.ContentTooLarge;
            case KeepOutcome.Malformed:
                Stats.Increment(HttpStat.DownstreamCxProtocolError);
                return _stream.Content.Refusal;
            default:
                Stats.Increment(
                    Clock.IsOver ? HttpStat.DownstreamRqTimeout : HttpStat.DownstreamRqIdleTimeout);
                return Clock.IsOver ? LocalReply.RequestTimeout : LocalReply.RequestIdle;
        }
    }

    /// <summary>Invites the client to send its content, once; false when it cannot be told.</summary>
    private bool TryContinue()
    {
        if (!Request.ExpectContinue || _hasContinued)
            return true;
        _hasContinued = true;
        // What was invited already need not be invited by the endpoint.
        Request.Headers.Remove(KnownHeader.Expect);
        return _stream.TryWriteContinue();
    }

    private void ReleaseKept()
    {
        _kept?.Release();
        _awaited = null;
        _hasContinued = false;
    }
}
