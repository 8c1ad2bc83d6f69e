using Outrigger.Http;
using Outrigger.Http.Http1;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Tcp;
using Outrigger.Proxy.Upstream;
using Outrigger.Routing;
using Outrigger.Routing.Routes;

namespace Outrigger.Proxy.Http;

/// <summary>Step 7: the client gets the endpoint's response.</summary>
internal sealed partial class HttpExchange
{
    private bool IsRequestComplete => !Request.HasBody || _requestEnd == PumpEnd.Complete;

    /// <summary>Passes the endpoint's response on.</summary>
    private async LoopTask<ConnectionFate> RespondAsync()
    {
        var upstream = _upstream!;
        CountResponse();
        var serviceTime = _loop.NowMicroseconds - _sentMicroseconds;
        UpstreamHeaders.PrepareResponse(this, _decision, _connection, serviceTime);
        ResponseHeaders.Prepare(_connection, Request, Response, isLocal: false);
        if (Response.IsUpgrade)
            return await UpgradeAsync(upstream);

        var decoder = new Http1BodyDecoder(Response, _responseLimits);
        var isUpstreamKept = Response.KeepAlive && UpstreamPersistence != ConnectionPersistence.Close;
        var persistence = ChoosePersistence();
        if (!TryWriteHead(persistence))
            return await FailAsync(UpstreamOutcome.Malformed);
        _responsePump.Start(
            upstream.Socket,
            upstream.Input,
            decoder,
            Client.Socket,
            _toClient,
            isChunked: Response.Framing == BodyFraming.Chunked,
            forwardsTrailers: Manager.Http1.TrailersEnabled);
        var end = await _responsePump.RunAsync();
        if (end != PumpEnd.Complete)
            return await BreakOffAsync(end);

        var isWhole = IsRequestComplete;
        await StopRequestAsync(isUpstreamClean: isWhole && isUpstreamKept);
        if (!isWhole)
        {
            Stats.Increment(HttpStat.DownstreamRqResponseBeforeRqComplete);
            return ConnectionFate.Linger;
        }

        return persistence == ConnectionPersistence.Close ? ConnectionFate.Close : ConnectionFate.KeepAlive;
    }

    /// <summary>
    /// How the connection goes on, and the framing that this allows: a client of HTTP/1.0 knows no chunks,
    /// every other client gets content of unknown length in chunks.
    /// </summary>
    private ConnectionPersistence ChoosePersistence()
    {
        var closes = !Request.KeepAlive || _connection.IsClosing
            || (!IsRequestComplete && !Response.KeepAlive);
        if (Request.Version == HttpVersion.Http10)
        {
            if (Response.Framing is BodyFraming.Chunked or BodyFraming.UntilClose)
            {
                Response.SetUntilClose();
                closes = true;
            }

            return closes ? ConnectionPersistence.Close : ConnectionPersistence.KeepAlive;
        }

        if (Response.Framing == BodyFraming.UntilClose)
            Response.SetChunked();
        return closes ? ConnectionPersistence.Close : ConnectionPersistence.Implicit;
    }

    private async LoopTask<ConnectionFate> UpgradeAsync(UpstreamConnection upstream)
    {
        if (!TryWriteHead(ConnectionPersistence.Implicit) || !await FlushAsync(Client.Socket, _toClient))
            return FailWith(ConnectionFate.Abort);
        // The relays see for themselves when the client ends its side.
        Client.Socket.Observer = null;
        Stats.Increment(HttpStat.DownstreamCxUpgradesTotal);
        Stats.Increment(HttpStat.DownstreamCxUpgradesActive);
        var pair = new RelayPair(
            Client.Socket, Client.Input, upstream.Socket, upstream.Input, Manager.Timeouts.StreamIdleMs);
        await pair.RunAsync();
        Stats.Decrement(HttpStat.DownstreamCxUpgradesActive);
        return FailWith(ConnectionFate.Close);
    }

    /// <summary>Passes an interim response on, if the client can take it and is to have it.</summary>
    private async LoopTask<bool> ForwardInterimAsync()
    {
        var isWanted = Request.Version == HttpVersion.Http11
            && (Response.Status != 100 || Manager.Proxies100Continue);
        if (!isWanted)
            return true;
        HopByHop.Strip(Response);
        return TryWriteHead(ConnectionPersistence.Implicit) && await FlushAsync(Client.Socket, _toClient);
    }

    private bool TryWriteHead(ConnectionPersistence persistence)
    {
        _toClient.EnsureRoom(1);
        int written;
        while (!Http1Writer.TryWriteResponse(Response, persistence, _toClient.Room, out written))
        {
            if (!_toClient.TryGrow())
                return false;
        }

        _toClient.Advance(written);
        return true;
    }

    private bool WriteContinue()
    {
        var isWritten = Client.Socket.TryWrite(Http1Writer.Continue, out var count) != IoStatus.Failed;
        return isWritten && count == Http1Writer.Continue.Length;
    }
}
