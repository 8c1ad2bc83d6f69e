using Outrigger.Http.Http2;
using Outrigger.Net.Timers;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Http.Http2;

/// <summary>
/// Asks the peer of an HTTP/2 connection for a sign of life by PING, and ends a connection whose peer gives
/// none in time. Follows <c>KeepaliveSettings</c>.
/// </summary>
internal sealed class Http2KeepAlive : LoopTimer
{
    private readonly Http2Transport _transport;
    private readonly int _intervalMs;
    private readonly int _timeoutMs;
    private ulong _pingsCount;
    private bool _isWaiting;

    private Http2KeepAlive(Http2Transport transport, int intervalMs, int timeoutMs)
    {
        _transport = transport;
        _intervalMs = intervalMs;
        _timeoutMs = timeoutMs;
    }

    /// <summary>Makes it for a connection; null when it is not wanted.</summary>
    /// <param name="options">What was configured.</param>
    /// <param name="transport">The connection.</param>
    public static Http2KeepAlive? Create(Http2Settings options, Http2Transport transport) =>
        options.KeepAliveIntervalMs == 0
            ? null
            : new Http2KeepAlive(transport, options.KeepAliveIntervalMs, options.KeepAliveTimeoutMs);

    /// <summary>Begins.</summary>
    public void Start() => Schedule(_intervalMs);

    /// <summary>Ends.</summary>
    public void Stop() => _transport.Socket.Loop.Cancel(this);

    /// <summary>The peer has answered.</summary>
    public void OnAnswered()
    {
        _isWaiting = false;
        Schedule(_intervalMs);
    }

    /// <inheritdoc/>
    protected override void OnExpired()
    {
        if (_isWaiting)
        {
            _transport.CloseSession(Http2ErrorCode.NoError);
            _transport.Socket.Close();
            return;
        }

        // Without room for a PING there is so much under way that no other sign is needed.
        _isWaiting = _transport.Session.TryPing(++_pingsCount);
        Schedule(_isWaiting ? _timeoutMs : _intervalMs);
    }

    private void Schedule(int delayMs) =>
        _transport.Socket.Loop.Schedule(this, _transport.Socket.Loop.NowMs + delayMs);
}
