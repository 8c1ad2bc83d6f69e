using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Http.Http1;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Tcp;
using Outrigger.Routing.FilterChains;

namespace Outrigger.Proxy.Listeners;

/// <summary>
/// Leads an accepted connection to what serves it:
/// 1. where it was headed (original destination), and the listener that stands for that address;
/// 2. what it speaks (TLS and HTTP inspectors);
/// 3. the filter chain;
/// 4. the connection manager or the TCP proxy.
/// </summary>
/// <param name="client">The connection, entered with the listener that accepted it.</param>
internal sealed class ConnectionDispatcher(DownstreamConnection client)
{
    private readonly ProtocolInspector _inspector = new();

    /// <summary>Serves the connection to its end and closes it.</summary>
    public async LoopTask RunAsync()
    {
        try
        {
            FindListener();
            if (!await InspectAsync())
                return;
            client.Chain = ChooseChain();
            if (client.Chain is null)
                client.Listener.Stats.Increment(ListenerStat.NoFilterChainMatch);
            else if (client.Chain.Http is { } http)
                await new Http1ServerConnection(client, http).RunAsync();
            else if (client.Chain.Tcp is { } tcp)
                await new TcpProxySession(client, tcp).RunAsync();
        }
        finally
        {
            client.Close();
            client.Leave();
            client.AcceptedBy.Dismiss();
        }
    }

    /// <summary>Step 1. A listener's own chains serve what no other listener stands for.</summary>
    private void FindListener()
    {
        var model = client.Listener.Model;
        var isAsked = (model.ListenerFilters & ListenerFilters.OriginalDestination) != 0;
        if (!model.UsesOriginalDestination && !isAsked)
            return;
        client.OriginalDestination = client.AcceptedSocket.ReadOriginalDestination();
        if (!model.UsesOriginalDestination || client.OriginalDestination is not { } destination)
            return;
        var other = client.Worker.FindListener(destination);
        if (other is null || ReferenceEquals(other, client.Listener))
            return;
        client.Leave();
        client.Enter(other);
    }

    /// <summary>Step 2. Returns whether to go on.</summary>
    private async LoopTask<bool> InspectAsync()
    {
        var model = client.Listener.Model;
        const ListenerFilters Inspectors = ListenerFilters.TlsInspector | ListenerFilters.HttpInspector;
        var inspectors = model.ListenerFilters & Inspectors;
        if (inspectors == ListenerFilters.None)
            return true;
        var stats = client.Listener.Stats;
        var loop = client.Socket.Loop;
        var timeoutMs = model.ListenerFiltersTimeoutMs;
        var deadlineMs = timeoutMs == 0 ? long.MaxValue : loop.NowMs + timeoutMs;
        while (!_inspector.Inspect(client.Input.Unread, inspectors))
        {
            var wait = await client.Socket.ReadableAsync(deadlineMs);
            if (wait == WaitResult.TimedOut)
            {
                stats.Increment(ListenerStat.DownstreamPreCxTimeout);
                return model.ContinuesOnListenerFiltersTimeout;
            }

            if (wait != WaitResult.Ready)
                return false;
            if (!client.Input.EnsureRoom(1))
                return true;
            var status = client.Socket.TryRead(client.Input.Room, out var count);
            client.Input.Advance(count);
            if (status is IoStatus.EndOfStream or IoStatus.Failed)
            {
                stats.Increment(ListenerStat.DownstreamListenerFilterRemoteClose);
                return false;
            }
        }

        return true;
    }

    /// <summary>Step 3.</summary>
    private FilterChainModel? ChooseChain()
    {
        var model = client.Listener.Model;
        var destination = client.Destination;
        var peer = client.Socket.PeerAddress;
        var source = AddressValue.FromBytes(peer is null ? default : peer.IpBytes);
        var description = new ConnectionDescription
        {
            DestinationAddress = AddressValue.FromBytes(destination is null ? default : destination.IpBytes),
            DestinationPort = (ushort)(destination?.Port ?? 0),
            SourceAddress = source,
            SourcePort = (ushort)(peer?.Port ?? 0),
            DirectSourceAddress = source,
            ServerName = _inspector.ServerName,
            TransportProtocol = TransportProtocol(model),
            ApplicationProtocols = _inspector.ApplicationProtocols,
        };
        var index = model.Matcher.Match(in description);
        if (index < 0)
            return null;
        return index < model.FilterChains.Length ? model.FilterChains[index] : model.DefaultFilterChain;
    }

    private ReadOnlySpan<byte> TransportProtocol(ListenerModel model)
    {
        if (_inspector.IsTls)
            return "tls"u8;
        return (model.ListenerFilters & ListenerFilters.TlsInspector) != 0 ? "raw_buffer"u8 : default;
    }
}
