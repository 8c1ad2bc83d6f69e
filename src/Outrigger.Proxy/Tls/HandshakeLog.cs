using Outrigger.Net.Loops;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Logging;

namespace Outrigger.Proxy.Tls;

/// <summary>
/// Says why handshakes fail. Anybody can make a handshake fail as often as they like, so one worker says it
/// for everybody to see once a second at most, with the number it kept to itself; the level debug shows all.
/// </summary>
/// <param name="log">The log; null for none.</param>
/// <param name="loop">The worker's loop.</param>
internal sealed class HandshakeLog(EventLog? log, EventLoop loop)
{
    private const int IntervalMs = 1000;

    private long _nextMs;
    private int _keptCount;

    /// <summary>A handshake failed.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="where">The listener or cluster.</param>
    public void Write(TlsConnection connection, string where)
    {
        if (log is null || connection.Failure is TlsFailure.None or TlsFailure.Closed)
        {
            return;
        }

        LogLevel level = LogLevel.Debug;
        if (loop.NowMs >= _nextMs)
        {
            level = LogLevel.Info;
            _nextMs = loop.NowMs + IntervalMs;
        }
        else
        {
            _keptCount++;
        }

        if (!log.IsEnabled(level))
        {
            return;
        }

        log.Write(
            level, "tls", connection.IsClient ? "the handshake with an endpoint failed" : "a client's handshake failed",
            (connection.IsClient ? "cluster" : "listener", where), ("peer", connection.PeerAddress),
            ("reason", connection.FailureText), ("unsaid", level == LogLevel.Info ? _keptCount : 0));
        _keptCount = level == LogLevel.Info ? 0 : _keptCount;
    }
}
