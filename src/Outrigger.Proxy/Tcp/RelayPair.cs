using Outrigger.Net.Buffers;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.PeerMetadata;

namespace Outrigger.Proxy.Tcp;

/// <summary>Moves bytes both ways between two connections until both directions have ended.</summary>
internal sealed class RelayPair
{
    private readonly StreamConnection _client;
    private readonly StreamConnection _upstream;
    private readonly RelayActivity _activity;
    private readonly ByteRelay _up;
    private readonly ByteRelay _down;

    /// <summary>Prepares the pair.</summary>
    /// <param name="client">The client's connection.</param>
    /// <param name="fromClient">What the client sent so far.</param>
    /// <param name="upstream">The endpoint's connection.</param>
    /// <param name="fromUpstream">What the endpoint sent so far.</param>
    /// <param name="options">How they are relayed.</param>
    public RelayPair(
        StreamConnection client,
        StreamBuffer fromClient,
        StreamConnection upstream,
        StreamBuffer fromUpstream,
        RelayOptions options)
    {
        _client = client;
        _upstream = upstream;
        var activity = _activity = new RelayActivity(options, client.Loop.NowMs);
        var bufferBytesMax = options.BufferBytesMax;
        _up = new ByteRelay(client, upstream, fromClient, activity, isFromClient: true, bufferBytesMax);
        _down = new ByteRelay(upstream, client, fromUpstream, activity, isFromClient: false, bufferBytesMax);
    }

    /// <summary>What the client tells before its bytes; null for nothing.</summary>
    public PeerExchange? ClientExchange { get; init; }

    /// <summary>What the endpoint tells before its bytes; null for nothing.</summary>
    public PeerExchange? UpstreamExchange { get; init; }

    /// <summary>Bytes that reached the endpoint.</summary>
    public long BytesUp => _up.BytesCount;

    /// <summary>Bytes that reached the client.</summary>
    public long BytesDown => _down.BytesCount;

    /// <summary>Bytes of both directions that were spliced.</summary>
    public long BytesSpliced => _up.BytesSplicedCount + _down.BytesSplicedCount;

    /// <summary>
    /// Moves bytes until both directions ended, one of them failed, or both were silent too long; then closes
    /// both.
    /// </summary>
    public async LoopTask<RelayEnd> RunAsync()
    {
        var up = RunOneAsync(_up, ClientExchange);
        var downEnd = await RunOneAsync(_down, UpstreamExchange);
        var upEnd = await up;
        _client.Close();
        _upstream.Close();
        if (upEnd == RelayEnd.Over || downEnd == RelayEnd.Over)
            return RelayEnd.Over;
        if (upEnd == RelayEnd.Idle || downEnd == RelayEnd.Idle)
            return RelayEnd.Idle;
        var isFinished = upEnd == RelayEnd.Finished && downEnd == RelayEnd.Finished;
        return isFinished ? RelayEnd.Finished : RelayEnd.Broken;
    }

    private async LoopTask<RelayEnd> RunOneAsync(ByteRelay relay, PeerExchange? exchange)
    {
        var end = exchange is null || await exchange.HearAsync(_activity.DeadlineMs)
            ? await relay.RunAsync()
            : RelayEnd.Broken;
        if (end == RelayEnd.Finished)
            return end;
        if (end == RelayEnd.Broken)
        {
            // A broken stream must not look like a finished one to the other side.
            _client.Abort();
            _upstream.Abort();
        }

        _client.Close();
        _upstream.Close();
        return end;
    }
}
