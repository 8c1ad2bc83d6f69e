using Outrigger.Net.Buffers;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;

namespace Outrigger.Proxy.Tcp;

/// <summary>Copies bytes both ways between two connections until both directions have ended.</summary>
internal sealed class RelayPair
{
    private readonly StreamConnection _client;
    private readonly StreamConnection _upstream;
    private readonly ByteRelay _up;
    private readonly ByteRelay _down;

    /// <summary>Prepares the pair.</summary>
    /// <param name="client">The client's connection.</param>
    /// <param name="fromClient">What the client sent so far.</param>
    /// <param name="upstream">The endpoint's connection.</param>
    /// <param name="fromUpstream">What the endpoint sent so far.</param>
    /// <param name="idleTimeoutMs">Silence both ways until the pair ends; 0 = never.</param>
    /// <param name="durationMaxMs">Time until the pair ends in any case; 0 = never.</param>
    /// <param name="observer">Who is told which side sent the first bytes, or null.</param>
    public RelayPair(
        StreamConnection client,
        StreamBuffer fromClient,
        StreamConnection upstream,
        StreamBuffer fromUpstream,
        int idleTimeoutMs,
        int durationMaxMs = 0,
        IFirstSpeakerObserver? observer = null)
    {
        _client = client;
        _upstream = upstream;
        var endMs = durationMaxMs == 0 ? long.MaxValue : client.Loop.NowMs + durationMaxMs;
        var activity = new RelayActivity(idleTimeoutMs, endMs, observer);
        activity.Touch(client.Loop.NowMs);
        _up = new ByteRelay(client, upstream, fromClient, activity, isFromClient: true);
        _down = new ByteRelay(upstream, client, fromUpstream, activity, isFromClient: false);
    }

    /// <summary>Bytes that reached the endpoint.</summary>
    public long BytesUp => _up.BytesCount;

    /// <summary>Bytes that reached the client.</summary>
    public long BytesDown => _down.BytesCount;

    /// <summary>Bytes of both directions that were spliced.</summary>
    public long BytesSpliced => _up.BytesSplicedCount + _down.BytesSplicedCount;

    /// <summary>
    /// Copies until both directions ended, one of them failed, or both were silent too long; then closes
    /// both.
    /// </summary>
    public async LoopTask<RelayEnd> RunAsync()
    {
        var up = RunOneAsync(_up);
        var downEnd = await RunOneAsync(_down);
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

    private async LoopTask<RelayEnd> RunOneAsync(ByteRelay relay)
    {
        var end = await relay.RunAsync();
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
