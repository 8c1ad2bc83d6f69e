using Outrigger.Net.Loops;

namespace Outrigger.Proxy.Http;

/// <summary>The time limits of one exchange; both its directions share them.</summary>
/// <param name="loop">The worker's loop.</param>
internal sealed class ExchangeClock(EventLoop loop)
{
    private long _lastActivityMs;
    private int _idleTimeoutMs;

    /// <summary>When the exchange must have ended; <see cref="long.MaxValue"/> for never.</summary>
    public long EndDeadlineMs { get; set; } = long.MaxValue;

    /// <summary>The earlier of the two limits.</summary>
    public long DeadlineMs => Math.Min(EndDeadlineMs, IdleDeadlineMs);

    /// <summary>Whether nothing moved for too long.</summary>
    public bool IsIdle => loop.NowMs >= IdleDeadlineMs;

    /// <summary>Whether the exchange took too long.</summary>
    public bool IsOver => loop.NowMs >= EndDeadlineMs;

    /// <summary>Whether either limit has passed.</summary>
    public bool HasPassed => loop.NowMs >= DeadlineMs;

    private long IdleDeadlineMs => _idleTimeoutMs == 0 ? long.MaxValue : _lastActivityMs + _idleTimeoutMs;

    /// <summary>Starts anew.</summary>
    /// <param name="idleTimeoutMs">How long nothing may move; 0 = for ever.</param>
    public void Start(int idleTimeoutMs)
    {
        _idleTimeoutMs = idleTimeoutMs;
        _lastActivityMs = loop.NowMs;
        EndDeadlineMs = long.MaxValue;
    }

    /// <summary>Something moved.</summary>
    public void Touch() => _lastActivityMs = loop.NowMs;

    /// <summary>Allows another silence.</summary>
    /// <param name="idleTimeoutMs">How long nothing may move; 0 = for ever.</param>
    public void SetIdleTimeout(int idleTimeoutMs) => _idleTimeoutMs = idleTimeoutMs;

    /// <summary>Allows no longer silence than this from now on.</summary>
    /// <param name="timeoutMs">How long nothing may move.</param>
    public void LimitIdleTimeout(int timeoutMs)
    {
        Touch();
        if (_idleTimeoutMs == 0 || _idleTimeoutMs > timeoutMs)
            _idleTimeoutMs = timeoutMs;
    }
}
