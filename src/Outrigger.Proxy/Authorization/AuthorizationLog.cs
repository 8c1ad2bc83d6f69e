using System.Text;
using Outrigger.Net.Loops;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Logging;
using Outrigger.Routing.Authorization;

namespace Outrigger.Proxy.Authorization;

/// <summary>
/// Says what was denied, and by which policy. Anybody can be denied as often as they like, so one worker says it for
/// everybody to see once a second at most, with the number it kept to itself; the level debug shows all.
/// </summary>
/// <param name="log">The log; null for none.</param>
/// <param name="loop">The worker's loop.</param>
internal sealed class AuthorizationLog(EventLog? log, EventLoop loop)
{
    private const int IntervalMs = 1000;
    private const int TextLengthMax = 256;

    private long _nextMs;
    private int _keptCount;

    /// <summary>A request was denied.</summary>
    /// <param name="client">The connection it came on.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="method">The method; empty for a connection that is not HTTP.</param>
    /// <param name="authority">The host.</param>
    /// <param name="path">The path; what follows it is not shown, for it may be somebody's secret.</param>
    public void Write(
        DownstreamConnection client,
        in AuthorizationDecision decision,
        ReadOnlySpan<byte> method,
        ReadOnlySpan<byte> authority,
        ReadOnlySpan<byte> path)
    {
        if (log is null || !TryBegin(out var level))
            return;
        var queryStart = path.IndexOfAny((byte)'?', (byte)'#');
        log.Write(
            level, "rbac", method.IsEmpty ? "a connection was denied" : "a request was denied",
            ("policy", decision.Policy?.Name ?? "none"),
            ("reason", decision.Policy is null ? "no policy allows it" : "the policy denies it"),
            ("listener", client.Listener.Model.Name),
            ("peer", client.PeerAddress),
            ("principal", ConnectionFacts.DescribePeer(client)),
            ("destination", client.Destination),
            ("method", Text(method)),
            ("host", Text(authority)),
            ("path", Text(queryStart < 0 ? path : path[..queryStart])),
            ("unsaid", level == LogLevel.Info ? _keptCount : 0));
        _keptCount = level == LogLevel.Info ? 0 : _keptCount;
    }

    private bool TryBegin(out LogLevel level)
    {
        level = LogLevel.Debug;
        if (loop.NowMs >= _nextMs)
        {
            level = LogLevel.Info;
            _nextMs = loop.NowMs + IntervalMs;
        }
        else
        {
            _keptCount++;
        }

        return log!.IsEnabled(level);
    }

    private static string Text(ReadOnlySpan<byte> bytes) =>
        Encoding.ASCII.GetString(bytes.Length > TextLengthMax ? bytes[..TextLengthMax] : bytes);
}
