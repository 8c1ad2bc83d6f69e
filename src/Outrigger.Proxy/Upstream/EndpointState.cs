using Outrigger.Http;
using Outrigger.Net.Loops;
using Outrigger.Proxy.Http;
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
    private const int Http2PoolsMax = 64;

    private readonly List<Http2Pool> _http2Pools = new(1);
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

    /// <summary>TLS towards it, as of the latest update; null for plain bytes.</summary>
    public UpstreamTlsModel? Tls { get; private set; }

    /// <summary>Requests in flight in this worker.</summary>
    public int ActiveRequests { get; set; }

    /// <summary>Open connections, busy and idle.</summary>
    public int ConnectionsCount { get; set; }

    /// <summary>Whether it left the cluster: what it has ends, nothing new begins.</summary>
    public bool IsRemoved { get; private set; }

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

    /// <summary>Takes a usable idle connection that asked for a server name; null when there is none.</summary>
    /// <param name="serverName">The name.</param>
    public UpstreamConnection? TakeUsable(ReadOnlySpan<byte> serverName)
    {
        var connection = _newestIdle;
        while (connection is not null)
        {
            var next = connection.NextIdle;
            if (!connection.IsUsable)
            {
                connection.Close();
            }
            else if (System.Text.Ascii.EqualsIgnoreCase(serverName, connection.ServerName))
            {
                RemoveIdle(connection);
                return connection;
            }

            connection = next;
        }

        return null;
    }

    /// <summary>Takes a usable idle connection for a request; null when there is none.</summary>
    /// <param name="options">How HTTP is spoken to the cluster.</param>
    /// <param name="request">The request, whose host TLS may ask for.</param>
    public UpstreamConnection? TakeUsable(UpstreamHttpOptions options, RequestHead request) =>
        options.AsksForHost && Tls is not null
            ? TakeUsable(UpstreamServerName.Of(options, request))
            : TakeUsable();

    /// <summary>Follows the configuration; connections over another transport are not used again.</summary>
    /// <param name="tls">TLS, or null for plain bytes.</param>
    public void UseTransport(UpstreamTlsModel? tls)
    {
        if (ReferenceEquals(tls, Tls))
            return;
        Tls = tls;
        CloseIdle();
        DrainHttp2();
    }

    /// <summary>Its HTTP/2 connections for everybody's requests for a server name; null while there are none.</summary>
    /// <param name="serverName">The name that TLS asks for; empty for the configured one.</param>
    public Http2Pool? FindHttp2(ReadOnlySpan<byte> serverName)
    {
        foreach (var pool in _http2Pools)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(serverName, pool.ServerName))
                return pool;
        }

        return null;
    }

    /// <summary>Keeps HTTP/2 connections; of too many server names the oldest gives way.</summary>
    /// <param name="pool">The connections.</param>
    public void AddHttp2(Http2Pool pool)
    {
        if (_http2Pools.Count == Http2PoolsMax)
        {
            _http2Pools[0].Drain();
            _http2Pools.RemoveAt(0);
        }

        _http2Pools.Add(pool);
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
        foreach (var pool in _http2Pools)
            pool.CloseIdle();
    }

    /// <summary>
    /// The endpoint left the cluster: idle connections close now, busy ones after their request.
    /// </summary>
    public void Remove()
    {
        IsRemoved = true;
        CloseIdle();
        DrainHttp2();
    }

    private void DrainHttp2()
    {
        foreach (var pool in _http2Pools)
            pool.Drain();
        _http2Pools.Clear();
    }
}
