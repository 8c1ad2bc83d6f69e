using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tcp;

/// <summary>What both directions of a pair have in common: its time limits and what is told of it.</summary>
/// <param name="options">How the pair is relayed.</param>
/// <param name="nowMs">The loop's time.</param>
internal sealed class RelayActivity(RelayOptions options, long nowMs)
{
    private readonly int _timeoutMs = options.IdleTimeoutMs;
    private readonly long _endMs =
        options.DurationMaxMs == 0 ? long.MaxValue : nowMs + options.DurationMaxMs;

    private readonly StatBlock<TcpStat> _stats = options.Stats;
    private IFirstSpeakerObserver? _firstSpeaker = options.FirstSpeaker;
    private long _lastMs = nowMs;

    /// <summary>When the pair ends if nothing moves until then.</summary>
    public long DeadlineMs => _timeoutMs == 0 ? _endMs : Math.Min(_endMs, _lastMs + _timeoutMs);

    /// <summary>Whether the pair has lived as long as it may.</summary>
    /// <param name="nowMs">The loop's time.</param>
    public bool IsOver(long nowMs) => nowMs >= _endMs;

    /// <summary>Bytes came in from a side.</summary>
    /// <param name="isClient">Whether it is the client's.</param>
    public void NoteSpeaker(bool isClient)
    {
        if (_firstSpeaker is not { } observer)
            return;
        _firstSpeaker = null;
        observer.OnFirstBytes(isClient);
    }

    /// <summary>Bytes reached the other side.</summary>
    /// <param name="isFromClient">Whether the client sent them.</param>
    /// <param name="count">How many.</param>
    /// <param name="nowMs">The loop's time.</param>
    public void Moved(bool isFromClient, int count, long nowMs)
    {
        _lastMs = nowMs;
        _stats.Add(
            isFromClient ? TcpStat.DownstreamCxRxBytesTotal : TcpStat.DownstreamCxTxBytesTotal, count);
    }
}
