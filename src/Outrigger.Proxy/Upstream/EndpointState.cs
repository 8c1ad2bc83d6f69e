using Outrigger.Net.Loops;
using Outrigger.Proxy.Http.Http2;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Upstream;

/// <summary>
/// One endpoint in one worker: its load, its statistics and its idle connections, the most recently used
/// first, so that a pool larger than the load shrinks by the idle timeout.
/// </summary>
internal sealed class EndpointState
{
    private UpstreamConnection? _newestIdle;

    /// <summary>Makes the state of an endpoint without connections.</summary>
    /// <param name="slot">The endpoint's stable place.</param>
    /// <param name="stats">The worker's block of its statistics.</param>
    public EndpointState(EndpointSlot slot, StatBlock<EndpointStat> stats)
    {
        Slot = slot;
        Stats = stats;
    }

    /// <summary>The endpoint's stable place.</summary>
    public EndpointSlot Slot { get; }

    /// <summary>The worker's block of its statistics.</summary>
    public StatBlock<EndpointStat> Stats { get; }

    /// <summary>Its share among its neighbours, as of the latest update; 1 or more.</summary>
    public uint Weight { get; set; } = 1;

    /// <summary>The host name it is known by, as of the latest update; may be empty.</summary>
    public string Hostname { get; set; } = "";

    /// <summary>Requests in flight in this worker.</summary>
    public int ActiveRequests { get; set; }

    /// <summary>Open connections, busy and idle.</summary>
    public int ConnectionsCount { get; set; }

    /// <summary>Whether it left the cluster: what it has ends, nothing new begins.</summary>
    public bool IsRemoved { get; private set; }

    /// <summary>Its HTTP/2 connections; null before the first was wanted.</summary>
    public Http2Pool? Http2 { get; set; }

    /// <summary>Whether no connection waits for use.</summary>
    public bool HasNoIdle => _newestIdle is null;

    /// <summary>Takes the idle connection that was used last; null when there is none.</summary>
    public UpstreamConnection? TakeIdle()
    {
        if (_newestIdle is not { } connection)
            return null;
        RemoveIdle(connection);
        return connection;
    }

    /// <summary>
    /// Takes the idle connection that was used last and may carry another request; null when there is none.
    /// </summary>
    public UpstreamConnection? TakeUsable()
    {
        while (TakeIdle() is { } connection)
        {
            if (connection.IsUsable)
                return connection;
            connection.Close();
        }

        return null;
    }

    /// <summary>Puts a connection on top of the idle ones.</summary>
    /// <param name="connection">A connection of this endpoint that is clean.</param>
    public void AddIdle(UpstreamConnection connection)
    {
        connection.PreviousIdle = null;
        connection.NextIdle = _newestIdle;
        if (_newestIdle is { } newest)
            newest.PreviousIdle = connection;
        _newestIdle = connection;
        connection.IsIdle = true;
    }

    /// <summary>Takes a connection out of the idle ones.</summary>
    /// <param name="connection">An idle connection of this endpoint.</param>
    public void RemoveIdle(UpstreamConnection connection)
    {
        if (connection.PreviousIdle is { } previous)
            previous.NextIdle = connection.NextIdle;
        else
            _newestIdle = connection.NextIdle;
        if (connection.NextIdle is { } next)
            next.PreviousIdle = connection.PreviousIdle;
        connection.PreviousIdle = connection.NextIdle = null;
        connection.IsIdle = false;
    }

    /// <summary>Closes every idle connection.</summary>
    public void CloseIdle()
    {
        while (TakeIdle() is { } connection)
            connection.Close();
        Http2?.CloseIdle();
    }

    /// <summary>
    /// The endpoint left the cluster: idle connections close now, busy ones after their request.
    /// </summary>
    public void Remove()
    {
        IsRemoved = true;
        CloseIdle();
        Http2?.Drain();
    }
}
