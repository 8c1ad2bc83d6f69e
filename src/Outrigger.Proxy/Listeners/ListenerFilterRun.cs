using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.ProxyProtocol;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Listeners;

/// <summary>
/// Lets the listener filters look at a connection, one after the other, under one timeout. When it passes,
/// the connection goes on with what is known if the listener says so; but never past a PROXY protocol header
/// that is required, or waiting would be a way around it.
/// </summary>
/// <param name="client">The connection.</param>
internal sealed class ListenerFilterRun(DownstreamConnection client)
{
    private readonly ProtocolInspector _inspector = new();
    private long _deadlineMs;

    /// <summary>What came of waiting for more bytes.</summary>
    private enum Fill
    {
        More,
        TimedOut,
        Ended,
    }

    /// <summary>What the inspectors found.</summary>
    public ProtocolInspector Inspector => _inspector;

    /// <summary>Runs the filters of the connection's listener.</summary>
    /// <returns>Whether the connection goes on; else it is to be closed.</returns>
    public async LoopTask<bool> RunAsync()
    {
        var model = client.Listener.Model;
        var timeoutMs = model.ListenerFiltersTimeoutMs;
        _deadlineMs = timeoutMs == 0 ? long.MaxValue : client.AcceptedSocket.Loop.NowMs + timeoutMs;
        foreach (var filter in model.ListenerFilters)
        {
            if (filter.Disabled is { } disabled && disabled.Matches(client.Destination?.Port ?? 0))
                continue;
            switch (filter.Kind)
            {
                case ListenerFilters.OriginalDestination:
                    client.FindOriginalDestination();
                    break;
                case ListenerFilters.OriginalSource:
                    client.OriginalSource = filter.OriginalSource;
                    break;
                case ListenerFilters.ProxyProtocol:
                    if (!await ReadProxyHeaderAsync(filter.ProxyProtocol!))
                        return false;
                    break;
                default:
                    switch (await InspectAsync(filter.Kind))
                    {
                        case Fill.Ended:
                            return false;
                        case Fill.TimedOut:
                            return model.ContinuesOnListenerFiltersTimeout;
                    }

                    break;
            }
        }

        return true;
    }

    private async LoopTask<bool> ReadProxyHeaderAsync(ProxyProtocolModel model)
    {
        while (true)
        {
            var status = ProxyHeaderReader.TryRead(client.Input.Unread, out var header);
            var version = client.Input.IsEmpty ? null : ProxyHeaderReader.VersionOf(client.Input.Unread);
            if (version is { } form && !model.IsVersionAllowed[(int)form])
            {
                if (!model.IsOptional)
                {
                    model.Stats.Of(form).Disallowed.Add();
                    return false;
                }

                // A form that is not looked for is content like any other.
                status = ProxyHeaderStatus.Absent;
            }

            switch (status)
            {
                case ProxyHeaderStatus.Complete:
                    model.Stats.Of(header.Version).Found.Add();
                    Adopt(in header, model);
                    client.Input.Consume(header.Length);
                    return true;
                case ProxyHeaderStatus.Absent:
                    (model.IsOptional ? model.Stats.NotFoundAllowed : model.Stats.NotFoundDisallowed).Add();
                    return model.IsOptional;
                case ProxyHeaderStatus.Malformed:
                    model.Stats.Of(version!.Value).Error.Add();
                    client.Listener.Stats.Increment(ListenerStat.DownstreamListenerFilterError);
                    return false;
            }

            switch (await FillAsync())
            {
                case Fill.Ended:
                    return false;
                case Fill.TimedOut:
                    return model.IsOptional && client.Listener.Model.ContinuesOnListenerFiltersTimeout;
            }
        }
    }

    private void Adopt(in ProxyHeader header, ProxyProtocolModel model)
    {
        if (!header.HasAddresses)
            return;
        client.PeerAddress = header.Source;
        client.OriginalDestination = header.Destination ?? client.OriginalDestination;
        client.ProxyEntries = model.PassedEntries.Select(header.Entries);
    }

    private async LoopTask<Fill> InspectAsync(ListenerFilters kind)
    {
        var isSilent = client.Input.IsEmpty && !_inspector.Inspect(default, kind);
        if (isSilent && (client.IsFirstSpeakerAwaited || IsServerFirst()))
            return Fill.More;

        while (!_inspector.Inspect(client.Input.Unread, kind))
        {
            var fill = await FillAsync();
            if (fill == Fill.TimedOut && client.Input.IsEmpty)
                client.IsFirstSpeakerAwaited = true;
            if (fill != Fill.More)
                return fill;
        }

        client.ServerName = _inspector.ServerNameBytes;
        return Fill.More;
    }

    /// <summary>
    /// Whether waiting would be in vain, because the client has sent nothing so far and the server is known to
    /// speak first.
    /// </summary>
    private bool IsServerFirst()
    {
        var loop = client.AcceptedSocket.Loop;
        if (client.Destination is not { } destination
            || !client.Worker.ServerFirstDestinations.Knows(destination, loop.NowMs))
        {
            return false;
        }

        // The kernel has not reported anything of so young a socket; what is there must be asked for.
        Receive();
        if (!client.Input.IsEmpty)
            return false;
        client.Listener.Stats.Increment(ListenerStat.DownstreamServerFirstSkipped);
        client.IsFirstSpeakerAwaited = true;
        return true;
    }

    private async LoopTask<Fill> FillAsync()
    {
        var wait = await client.Socket.ReadableAsync(_deadlineMs);
        if (wait == WaitResult.TimedOut)
        {
            client.Listener.Stats.Increment(ListenerStat.DownstreamPreCxTimeout);
            return Fill.TimedOut;
        }

        if (wait != WaitResult.Ready)
            return Fill.Ended;
        if (Receive() is IoStatus.Ok or IoStatus.WouldBlock)
            return Fill.More;
        client.Listener.Stats.Increment(ListenerStat.DownstreamListenerFilterRemoteClose);
        return Fill.Ended;
    }

    private IoStatus Receive()
    {
        // The longest header and the longest client hello fit the buffer with room to spare.
        if (!client.Input.EnsureRoom(1))
            return IoStatus.Failed;
        var status = client.Socket.TryRead(client.Input.Room, out var count);
        client.Input.Advance(count);
        return status;
    }
}
