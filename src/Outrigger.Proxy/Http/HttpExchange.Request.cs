using Outrigger.Http.Http1;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Routing.Routes;

namespace Outrigger.Proxy.Http;

/// <summary>Steps 1 to 3: from bytes to a decision.</summary>
internal sealed partial class HttpExchange
{
    private enum HeadOutcome : byte
    {
        /// <summary>The head is there.</summary>
        Complete,

        /// <summary>It is malformed or too large.</summary>
        Refused,

        /// <summary>It did not come in time.</summary>
        TimedOut,

        /// <summary>The client went away, or sent nothing at all.</summary>
        Closed,
    }

    private async LoopTask<HeadOutcome> ReceiveHeadAsync()
    {
        var client = _connection.Client;
        var deadlineMs = HeadDeadlineMs();
        while (true)
        {
            if (!client.Input.IsEmpty)
            {
                var status = _requestParser.Parse(client.Input.Unread, Request, out var consumed);
                if (status == Http1ParseStatus.Error)
                    return HeadOutcome.Refused;
                if (status == Http1ParseStatus.Complete)
                {
                    client.Input.Consume(consumed);
                    return HeadOutcome.Complete;
                }
            }

            if (!client.Socket.IsReadable)
            {
                var wait = await client.Socket.ReadableAsync(deadlineMs);
                if (wait == WaitResult.TimedOut)
                    return HeadOutcome.TimedOut;
                if (wait != WaitResult.Ready)
                    return HeadOutcome.Closed;
            }

            client.Input.EnsureRoom(1);
            switch (client.Socket.TryRead(client.Input.Room, out var count))
            {
                case IoStatus.Ok:
                    client.Input.Advance(count);
                    break;
                case IoStatus.EndOfStream or IoStatus.Failed:
                    return HeadOutcome.Closed;
            }
        }
    }

    private long HeadDeadlineMs()
    {
        var timeouts = Manager.Timeouts;
        var deadlineMs = long.MaxValue;
        if (timeouts.RequestHeadersMs > 0)
            deadlineMs = _loop.NowMs + timeouts.RequestHeadersMs;
        return Math.Min(deadlineMs, _clock.DeadlineMs);
    }

    private LocalReply RefusalOf(HeadOutcome outcome)
    {
        Request.KeepAlive = false;
        if (outcome == HeadOutcome.TimedOut)
        {
            Request.Clear();
            Stats.Increment(HttpStat.DownstreamRqHeaderTimeout);
            return LocalReply.RequestTimeout;
        }

        var error = _requestParser.Error;
        Request.Clear();
        Stats.Increment(HttpStat.DownstreamCxProtocolError);
        if (error is Http1Error.HeadersTooLarge or Http1Error.TooManyHeaders)
            Stats.Increment(HttpStat.DownstreamRqTooLarge);
        return LocalReply.Malformed(error);
    }

    /// <summary>
    /// Decides what is done with the request; false when it is answered here, by <paramref name="reply"/>.
    /// </summary>
    private bool TryDecide(out LocalReply reply)
    {
        if (!RequestHeaders.TryPrepare(_connection, Request, out reply))
            return false;
        if (Manager.Routes.Current is not { } routes)
        {
            Stats.Increment(HttpStat.NoRoute);
            reply = LocalReply.NoRoute;
            return false;
        }

        _decision = routes.Table.Match(new RequestView(Request), ref _worker.Random);
        switch (_decision.Kind)
        {
            case RouteDecisionKind.Forward:
                return TryFindCluster(routes, out reply);
            case RouteDecisionKind.DirectResponse:
                Stats.Increment(HttpStat.RqDirectResponse);
                reply = new LocalReply(_decision.DirectResponse!.Status, _decision.DirectResponse.Body);
                return false;
            case RouteDecisionKind.Redirect or RouteDecisionKind.TlsRedirect:
                Stats.Increment(HttpStat.RqRedirect);
                reply = new LocalReply(_decision.RedirectStatus, default);
                return false;
            default:
                Stats.Increment(HttpStat.NoRoute);
                reply = LocalReply.NoRoute;
                return false;
        }
    }

    private bool TryFindCluster(RouteTableModel routes, out LocalReply reply)
    {
        Stats.Increment(HttpStat.RqTotal);
        reply = default;
        if (Request.IsUpgrade && !IsUpgradeAllowed())
        {
            Stats.Increment(HttpStat.DownstreamRqWsOnNonWsRoute);
            reply = LocalReply.UpgradeRefused;
            return false;
        }

        if (Request.IsUpgrade && Request.HasBody)
        {
            // What follows an upgrade belongs to the new protocol; content before it would be ambiguous.
            reply = LocalReply.BadRequest;
            return false;
        }

        var slot = _decision.Cluster is { } reference ? routes.Clusters[reference.Index] : ClusterByHeader();
        _cluster = slot is null ? null : _worker.Clusters.Find(slot, ref _worker.Random);
        if (_cluster is null)
        {
            Stats.Increment(HttpStat.NoCluster);
            reply = LocalReply.NoCluster(_decision.Forward!.ClusterNotFoundStatus);
            return false;
        }

        return true;
    }

    private ClusterSlot? ClusterByHeader()
    {
        // Only routes that name their cluster by a header come here; they pay for the look-up by name.
        var name = System.Text.Encoding.UTF8.GetString(_decision.ReadClusterName(new RequestView(Request)));
        return _worker.Config.ClustersByName.TryGetValue(name, out var model) ? model.Slot : null;
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
}
