namespace Outrigger.Proxy.Tcp;

/// <summary>Learns which side of a pair sent the first bytes.</summary>
internal interface IFirstSpeakerObserver
{
    /// <summary>The first bytes have come; called once.</summary>
    /// <param name="isClient">Whether the client sent them.</param>
    void OnFirstBytes(bool isClient);
}

/// <summary>When bytes last moved in either direction of a pair; both relays share it.</summary>
/// <param name="timeoutMs">Silence until the pair ends, in milliseconds; 0 = never.</param>
/// <param name="endMs">When the pair ends in any case; <see cref="long.MaxValue"/> for never.</param>
/// <param name="observer">Who is told of the first bytes, or null.</param>
internal sealed class RelayActivity(int timeoutMs, long endMs, IFirstSpeakerObserver? observer = null)
{
    private IFirstSpeakerObserver? _observer = observer;
    private long _lastMs;

    /// <summary>When the pair ends if nothing moves until then.</summary>
    public long DeadlineMs => timeoutMs == 0 ? endMs : Math.Min(endMs, _lastMs + timeoutMs);

    /// <summary>Whether the pair has lived as long as it may.</summary>
    /// <param name="nowMs">The loop's time.</param>
    public bool IsOver(long nowMs) => nowMs >= endMs;

    /// <summary>Bytes moved.</summary>
    /// <param name="nowMs">The loop's time.</param>
    public void Touch(long nowMs) => _lastMs = nowMs;

    /// <summary>Bytes came from a side.</summary>
    /// <param name="isClient">Whether it is the client's.</param>
    public void NoteSpeaker(bool isClient)
    {
        if (_observer is not { } observer)
            return;
        _observer = null;
        observer.OnFirstBytes(isClient);
    }
}
