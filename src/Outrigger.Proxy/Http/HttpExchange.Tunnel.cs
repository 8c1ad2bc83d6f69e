using Outrigger.Http;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Http.Tunnels;
using Outrigger.Proxy.Stats;
using Outrigger.Routing.Actions;

namespace Outrigger.Proxy.Http;

/// <summary>
/// Requests that turn their stream into a tunnel: upgrades (RFC 9110 section 7.8, RFC 8441) and CONNECT (RFC
/// 9110 section 9.3.6). Bytes of the tunnel wait where they are until the endpoint has agreed to it.
/// </summary>
internal sealed partial class HttpExchange
{
    private const string ConnectUpgrade = "CONNECT";

    /// <summary>Whether the response has opened the tunnel that the request asked for.</summary>
    private bool IsTunnelOpen => _tunnel switch
    {
        TunnelKind.Upgrade => Response.IsUpgrade,
        TunnelKind.Connect => Response.Status is >= 200 and < 300,
        TunnelKind.Terminated => Request.MethodKind == RequestMethod.Connect,
        _ => false,
    };

    /// <summary>Finds out whether the request asks for a tunnel; false when it may not have it.</summary>
    private bool TryChooseTunnel(out LocalReply reply)
    {
        reply = default;
        if (Request.IsUpgrade)
            return TryChooseUpgrade(out reply);
        var upgrades = _decision.Forward!.Upgrades;
        var isConnect = Request.MethodKind == RequestMethod.Connect;
        if (!isConnect && (upgrades.Count == 0 || Request.MethodKind != RequestMethod.Post))
            return true;
        var rule = FindRule(upgrades, ConnectUpgrade);
        var terminates = rule is { Enabled: true, TerminatesConnect: true } && (isConnect || rule.AllowsPost);
        if (isConnect && !(rule?.Enabled ?? IsAllowedByManager(ConnectUpgrade)))
        {
            reply = LocalReply.UpgradeRefused;
            return false;
        }

        _tunnel = terminates ? TunnelKind.Terminated : isConnect ? TunnelKind.Connect : TunnelKind.None;
        return true;
    }

    private bool TryChooseUpgrade(out LocalReply reply)
    {
        reply = default;
        _tunnel = TunnelKind.Upgrade;
        if (!IsUpgradeAllowed())
        {
            Stats.Increment(HttpStat.DownstreamRqWsOnNonWsRoute);
            reply = LocalReply.UpgradeRefused;
            return false;
        }

        // What follows an upgrade belongs to the new protocol; content before it would be ambiguous.
        if (Request.HasBody)
            reply = LocalReply.BadRequest;
        return !Request.HasBody;
    }

    private bool IsUpgradeAllowed()
    {
        foreach (var rule in _decision.Forward!.Upgrades)
        {
            if (IsUpgradeTo(rule.UpgradeType))
                return rule.Enabled;
        }

        foreach (var type in Manager.AllowedUpgrades)
        {
            if (IsUpgradeTo(type))
                return true;
        }

        return false;
    }

    private bool IsUpgradeTo(string type) => System.Text.Ascii.EqualsIgnoreCase(Request.Upgrade, type);

    private static UpgradeRule? FindRule(IReadOnlyList<UpgradeRule> rules, string type)
    {
        foreach (var rule in rules)
        {
            if (rule.UpgradeType.Equals(type, StringComparison.OrdinalIgnoreCase))
                return rule;
        }

        return null;
    }

    private bool IsAllowedByManager(string upgrade)
    {
        foreach (var type in Manager.AllowedUpgrades)
        {
            if (type.Equals(upgrade, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Passes the bytes of a tunnel on, both ways, until both directions have ended.</summary>
    private async LoopTask<StreamEnd> TunnelAsync(ClientStream upstream)
    {
        if (_tunnel == TunnelKind.Upgrade)
            _webSocket.Answer(Response);
        var head = _stream.TryWriteHead(Request, Response, hasContent: true, closes: false);
        while (head == HeadWrite.Blocked && await WaitForSinkAsync(_stream.Sink))
            head = _stream.TryWriteHead(Request, Response, hasContent: true, closes: false);
        if (head != HeadWrite.Done)
            return await FailAsync(UpstreamOutcome.Malformed);
        Stats.Increment(HttpStat.DownstreamCxUpgradesTotal);
        Stats.Increment(HttpStat.DownstreamCxUpgradesActive);
        Clock.Start((int)Math.Min(_decision.Forward!.IdleTimeoutMs ?? Manager.Timeouts.StreamIdleMs, int.MaxValue));
        Clock.EndDeadlineMs = DurationDeadlineMs(_decision.Forward!);
        _stream.BeginTunnel();
        upstream.BeginTunnel();
        _requestPump.Start(_stream.Content, upstream.Sink, forwardsTrailers: false);
        _responsePump.Start(upstream.Content, _stream.Sink, forwardsTrailers: false);
        _requestPumping = PumpUpAsync(upstream);
        var end = await _responsePump.RunAsync();
        // A direction that broke off ends the other; one that ended well leaves it alone.
        if (end != PumpEnd.Complete)
        {
            upstream.Cancel();
            if (_requestEnd is null)
                _requestPump.Stop();
        }

        await _requestPumping;
        _requestPumping = LoopTask.Completed;
        var isWhole = end == PumpEnd.Complete && _requestEnd == PumpEnd.Complete;
        Stats.Decrement(HttpStat.DownstreamCxUpgradesActive);
        ReleaseUpstream(isClean: isWhole);
        EndUpstreamRequest();
        return isWhole ? StreamEnd.Gone : StreamEnd.BrokenOff;
    }

    private async LoopTask PumpUpAsync(ClientStream upstream)
    {
        var end = await _requestPump.RunAsync();
        _requestEnd = end;
        if (end == PumpEnd.Complete)
            return;
        upstream.Cancel();
        _responsePump.Stop();
    }
}
