using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Http;

/// <summary>Counts one client's connection in the statistics of its connection manager.</summary>
internal sealed class ConnectionCounts
{
    private readonly DownstreamConnection _client;
    private long _bytesRead;
    private long _bytesWritten;

    /// <summary>The connection begins.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="model">How HTTP is served on it.</param>
    public ConnectionCounts(DownstreamConnection client, HttpConnectionManagerModel model)
    {
        _client = client;
        Stats = model.Stats.ForWorker(client.Worker.Index);
        StartMs = client.Socket.Loop.NowMs;
        Stats.Increment(HttpStat.DownstreamCxTotal);
        Stats.Increment(HttpStat.DownstreamCxActive);
    }

    /// <summary>The worker's block of the statistics.</summary>
    public StatBlock<HttpStat> Stats { get; }

    /// <summary>When the connection began.</summary>
    public long StartMs { get; }

    /// <summary>Counts the bytes that moved since the last call.</summary>
    public void CountBytes()
    {
        var socket = _client.Socket;
        Stats.Add(HttpStat.DownstreamCxRxBytesTotal, socket.BytesRead - _bytesRead);
        Stats.Add(HttpStat.DownstreamCxTxBytesTotal, socket.BytesWritten - _bytesWritten);
        _bytesRead = socket.BytesRead;
        _bytesWritten = socket.BytesWritten;
    }

    /// <summary>The connection ends.</summary>
    public void End()
    {
        var socket = _client.Socket;
        CountBytes();
        Stats.Decrement(HttpStat.DownstreamCxActive);
        Stats.Increment(HttpStat.DownstreamCxDestroy);
        Stats.Increment(
            socket.HasHangup ? HttpStat.DownstreamCxDestroyRemote : HttpStat.DownstreamCxDestroyLocal);
        if (_client.IsDraining)
            Stats.Increment(HttpStat.DownstreamCxDrainClose);
        Stats.Record(HttpStat.DownstreamCxLengthMs, (socket.Loop.NowMs - StartMs) * 1000);
    }
}
