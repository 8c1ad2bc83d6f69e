using System.ComponentModel;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Timers;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Overload;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Workers;

namespace Outrigger.Proxy.Listeners;

/// <summary>
/// One listener in one worker: its sockets and its connections. An update swaps the model; connections whose
/// filter chain the update did not touch go on, all others drain.
/// </summary>
internal sealed class ListenerState : IAcceptHandler
{
    private readonly Worker _worker;
    private readonly List<SocketListener> _sockets = [];
    private readonly CallbackTimer _drainTimer;
    private readonly ConnectionLimit? _limit;
    private DownstreamConnection? _first;

    /// <summary>Opens the listener's sockets, if it has any in this worker.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="model">The listener.</param>
    /// <exception cref="Win32Exception">The system refuses an address; no socket is left open.</exception>
    public ListenerState(Worker worker, ListenerModel model)
    {
        _worker = worker;
        Model = model;
        Stats = model.Stats.ForWorker(worker.Index);
        _limit = worker.Overload.ConnectionsOfListeners.GetValueOrDefault(model.Name);
        _drainTimer = new CallbackTimer(OnDrainTimeOver);
        // Without SO_REUSEPORT there is one socket, and the first worker has it.
        if (model.BindsToPort && (model.ReusesPort || worker.Index == 0))
            Open();
    }

    /// <summary>The listener as this worker serves it.</summary>
    public ListenerModel Model { get; private set; }

    /// <summary>The worker's block of the listener's statistics.</summary>
    public StatBlock<ListenerStat> Stats { get; private set; }

    /// <summary>Open connections.</summary>
    public int ConnectionsCount { get; private set; }

    /// <summary>About how much its connections hold, in bytes.</summary>
    public long HeldBytes
    {
        get
        {
            var bytes = 0L;
            for (var connection = _first; connection is not null; connection = connection.Next)
                bytes += connection.HeldBytes;
            return bytes;
        }
    }

    /// <summary>Where its sockets listen, with the real port where 0 was asked for.</summary>
    public IEnumerable<NetworkAddress> BoundAddresses => _sockets.Select(socket => socket.Address);

    /// <summary>Takes over a changed model that can use the same sockets.</summary>
    /// <param name="model">The new model.</param>
    public void Update(ListenerModel model)
    {
        Model = model;
        Stats = model.Stats.ForWorker(_worker.Index);
        var drains = false;
        for (var connection = _first; connection is not null; connection = connection.Next)
        {
            if (connection.Chain is not { } chain || Contains(model, chain))
                continue;
            connection.BeginDrain(closesIdle: false);
            drains = true;
        }

        if (drains)
            _worker.Loop.Schedule(_drainTimer, _worker.Loop.NowMs + _worker.DrainTimeMs);
    }

    /// <summary>Stops accepting and lets the connections end; after the drain time they are closed.</summary>
    /// <param name="closesIdle">Whether connections that wait for a request are closed at once.</param>
    public void Drain(bool closesIdle)
    {
        CloseSockets(acceptsQueued: true);
        for (var connection = _first; connection is not null; connection = connection.Next)
        {
            connection.BeginDrain(closesIdle);
        }

        if (ConnectionsCount == 0)
            _worker.OnListenerDrained(this);
        else
            _worker.Loop.Schedule(_drainTimer, _worker.Loop.NowMs + _worker.DrainTimeMs);
    }

    /// <summary>Asks the connections to end after what they do; others are accepted still.</summary>
    public void DrainConnections()
    {
        for (var connection = _first; connection is not null; connection = connection.Next)
            connection.BeginDrain(closesIdle: false);
    }

    /// <summary>Stops accepting; what the kernel has queued is served first if asked for.</summary>
    /// <param name="acceptsQueued">Whether to accept what is queued.</param>
    public void CloseSockets(bool acceptsQueued)
    {
        foreach (var socket in _sockets)
        {
            if (acceptsQueued)
                socket.DrainAndClose();
            else
                socket.Close();
        }

        _sockets.Clear();
    }

    /// <inheritdoc/>
    public bool AcceptsNow => !IsAsked(OverloadActions.StopAcceptingConnections);

    /// <summary>Ends connections for the memory that they hold: idle ones now, the others if they hold most.</summary>
    /// <param name="shedding">Chooses among the busy ones.</param>
    public void Shed(ConnectionShedding shedding)
    {
        if (Model.BypassesOverloadManager)
            return;
        for (var connection = _first; connection is not null; connection = connection.Next)
        {
            if (!connection.IsIdle)
            {
                shedding.Consider(connection);
                continue;
            }

            Stats.Increment(ListenerStat.DownstreamCxOverloadAbort);
            connection.CloseIfIdle();
        }
    }

    /// <summary>A connection that this listener accepted has ended.</summary>
    public void Dismiss()
    {
        _worker.Overload.AllConnections.Remove();
        _limit?.Remove();
    }

    /// <inheritdoc/>
    public void OnAccepted(SocketListener listener, SocketConnection connection)
    {
        if (!TryAdmit())
        {
            connection.Abort();
            return;
        }

        var client = new DownstreamConnection(_worker, connection) { AcceptedBy = this };
        client.Enter(this);
        new ConnectionDispatcher(client).RunAsync().Detach(_worker.ReportFault);
    }

    /// <summary>Enters a connection; its own business only.</summary>
    internal void Add(DownstreamConnection connection)
    {
        connection.Previous = null;
        connection.Next = _first;
        if (_first is { } first)
            first.Previous = connection;
        _first = connection;
        ConnectionsCount++;
    }

    /// <summary>Takes a connection out; its own business only.</summary>
    internal void Remove(DownstreamConnection connection)
    {
        if (connection.Previous is { } previous)
            previous.Next = connection.Next;
        else
            _first = connection.Next;
        if (connection.Next is { } next)
            next.Previous = connection.Previous;
        connection.Previous = connection.Next = null;
        ConnectionsCount--;
        if (ConnectionsCount == 0 && _sockets.Count == 0)
            _worker.OnListenerDrained(this);
    }

    /// <summary>Whether a new connection may be served; if so, <see cref="Dismiss"/> must follow.</summary>
    private bool TryAdmit()
    {
        if (IsAsked(OverloadActions.RejectIncomingConnections))
        {
            Stats.Increment(ListenerStat.DownstreamCxOverloadReject);
            return false;
        }

        var all = _worker.Overload.AllConnections;
        if (!all.TryAdd(Model.IgnoresGlobalConnectionLimit))
        {
            Stats.Increment(ListenerStat.DownstreamGlobalCxOverflow);
            return false;
        }

        if (_limit is null || _limit.TryAdd())
            return true;
        all.Remove();
        Stats.Increment(ListenerStat.DownstreamCxOverflow);
        return false;
    }

    private bool IsAsked(OverloadActions action) =>
        _worker.Overload.Has(action) && !Model.BypassesOverloadManager;

    private static bool Contains(ListenerModel model, FilterChainModel chain) =>
        ReferenceEquals(model.DefaultFilterChain, chain) || model.FilterChains.Contains(chain);

    private void Open()
    {
        var options = new ListenOptions
        {
            Backlog = Model.BacklogSize > 0 ? Model.BacklogSize : new ListenOptions().Backlog,
            ReusePort = Model.ReusesPort,
            IsTransparent = Model.IsTransparent,
            IsFreeBind = Model.IsFreeBind,
            AcceptsPerEventMax = Model.AcceptsPerEventMax > 0
                ? Model.AcceptsPerEventMax
                : new ListenOptions().AcceptsPerEventMax,
        };
        try
        {
            foreach (var address in Model.Addresses)
                _sockets.Add(new SocketListener(_worker.Loop, address, options, this));
        }
        catch (Win32Exception)
        {
            CloseSockets(acceptsQueued: false);
            throw;
        }
    }

    private void OnDrainTimeOver()
    {
        for (var connection = _first; connection is not null; connection = connection.Next)
        {
            if (connection.IsDraining)
                connection.Abort();
        }
    }
}
