using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Http;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Tcp;
using Outrigger.Routing.FilterChains;

namespace Outrigger.Proxy.Listeners;

/// <summary>
/// Leads an accepted connection to what serves it:
/// 1. the listener filters: where it was headed, whose it is, what it speaks;
/// 2. the listener that stands for where it was headed, and that listener's filters;
/// 3. the filter chain;
/// 4. the handshake of TLS, where the chain has it;
/// 5. the connection manager or the TCP proxy.
/// </summary>
/// <param name="client">The connection, entered with the listener that accepted it.</param>
internal sealed class ConnectionDispatcher(DownstreamConnection client)
{
    private readonly ListenerFilterRun _filters = new(client);

    /// <summary>Serves the connection to its end and closes it.</summary>
    public async LoopTask RunAsync()
    {
        try
        {
            if (!await PrepareAsync())
                return;
            client.Chain = ChooseChain();
            if (client.Chain is { } chain)
                await EnterAsync(chain);
            else
                client.Listener.Stats.Increment(ListenerStat.NoFilterChainMatch);
        }
        finally
        {
            client.Close();
            client.Leave();
            client.AcceptedBy.Dismiss();
        }
    }

    /// <summary>Steps 1 and 2. Returns whether to go on.</summary>
    private async LoopTask<bool> PrepareAsync()
    {
        var accepting = client.Listener;
        accepting.Stats.Increment(ListenerStat.DownstreamPreCxActive);
        try
        {
            if (!await _filters.RunAsync())
                return false;
            return !HandOver() || await _filters.RunAsync();
        }
        finally
        {
            accepting.Stats.Decrement(ListenerStat.DownstreamPreCxActive);
        }
    }

    /// <summary>Step 2. A listener's own chains serve what no other listener stands for.</summary>
    private bool HandOver()
    {
        if (!client.Listener.Model.UsesOriginalDestination)
            return false;
        if (client.OriginalDestination is null)
            client.FindOriginalDestination();
        if (client.OriginalDestination is not { } destination)
            return false;
        var other = client.Worker.FindListener(destination);
        if (other is null || ReferenceEquals(other, client.Listener))
            return false;
        client.Leave();
        client.Enter(other);
        return true;
    }

    /// <summary>Step 3.</summary>
    private FilterChainModel? ChooseChain()
    {
        var model = client.Listener.Model;
        var destination = client.Destination;
        var peer = client.PeerAddress;
        var directPeer = client.DirectPeerAddress;
        var inspector = _filters.Inspector;
        var description = new ConnectionDescription
        {
            DestinationAddress = AddressValue.FromBytes(destination is null ? default : destination.IpBytes),
            DestinationPort = (ushort)(destination?.Port ?? 0),
            SourceAddress = AddressValue.FromBytes(peer is null ? default : peer.IpBytes),
            SourcePort = (ushort)(peer?.Port ?? 0),
            DirectSourceAddress = AddressValue.FromBytes(directPeer is null ? default : directPeer.IpBytes),
            ServerName = inspector.ServerName,
            TransportProtocol = inspector.IsTls ? "tls"u8 : "raw_buffer"u8,
            ApplicationProtocols = inspector.ApplicationProtocols,
        };
        var index = model.Matcher.Match(in description);
        if (index < 0)
            return null;
        return index < model.FilterChains.Length ? model.FilterChains[index] : model.DefaultFilterChain;
    }

    /// <summary>Steps 4 and 5, for as many connections at once as the chain takes.</summary>
    private async LoopTask EnterAsync(FilterChainModel chain)
    {
        if (chain.ConnectionLimit is not { } limit)
        {
            await ServeAsync(chain);
            return;
        }

        if (!limit.TryEnter())
        {
            await HoldAsync(limit.DelayMs);
            return;
        }

        try
        {
            await ServeAsync(chain);
        }
        finally
        {
            limit.Leave();
        }
    }

    private async LoopTask ServeAsync(FilterChainModel chain)
    {
        if (chain.Tls is { } tls && !await ShakeHandsAsync(chain, tls))
            return;
        foreach (var filter in chain.Filters)
        {
            if (!(filter.Decide(client) ?? await filter.WaitAsync(client)))
                return;
        }

        if (chain.Http is { } http)
            await HttpServer.ServeAsync(client, http);
        else if (chain.Tcp is { } tcp)
            await new TcpProxySession(client, tcp).RunAsync();
    }

    /// <summary>Step 4. Returns whether to go on.</summary>
    private async LoopTask<bool> ShakeHandsAsync(FilterChainModel chain, DownstreamTlsModel tls)
    {
        var stats = client.Listener.Stats;
        if (tls.Contexts.Acquire() is not { } context)
        {
            stats.Increment(ListenerStat.DownstreamContextSecretsNotReady);
            return false;
        }

        var connection = TlsConnection.CreateServer(client.AcceptedSocket, context, client.Input.Unread);
        client.Input.Release();
        client.Wrap(connection);
        var timeoutMs = chain.TransportConnectTimeoutMs;
        var deadlineMs = timeoutMs == 0 ? long.MaxValue : connection.Loop.NowMs + timeoutMs;
        var isDone = await connection.HandshakeAsync(deadlineMs);
        client.Listener.Model.Stats.Tls.Count(connection);
        if (isDone)
        {
            if (client.ServerName.Length == 0)
                client.ServerName = System.Text.Encoding.ASCII.GetBytes(connection.ServerName);
            return true;
        }

        if (connection.Failure == TlsFailure.TimedOut)
            stats.Increment(ListenerStat.DownstreamCxTransportSocketConnectTimeout);
        client.Worker.HandshakeLog.Write(connection, client.Listener.Model.Name);
        return false;
    }

    /// <summary>Keeps a connection that is not served open for a while; what it sends is dropped.</summary>
    private async LoopTask HoldAsync(int delayMs)
    {
        var loop = client.Socket.Loop;
        var endMs = loop.NowMs + delayMs;
        while (loop.NowMs < endMs && await client.Socket.ReadableAsync(endMs) == WaitResult.Ready)
        {
            client.Input.Release();
            client.Input.EnsureRoom(1);
            var status = client.Socket.TryRead(client.Input.Room, out _);
            if (status is IoStatus.EndOfStream or IoStatus.Failed)
                return;
            await loop.Yield();
        }
    }
}
