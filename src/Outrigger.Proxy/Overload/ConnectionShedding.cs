using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Overload;

/// <summary>
/// Finds the connections of a worker that hold the most memory, and ends them. One round ends only so many
/// that memory can be measured again before others go.
/// </summary>
internal sealed class ConnectionShedding
{
    /// <summary>As many as Envoy resets streams in one round.</summary>
    private const int AbortedPerRoundMax = 50;

    private readonly PriorityQueue<DownstreamConnection, long> _heaviest = new();

    /// <summary>Considers a busy connection.</summary>
    public void Consider(DownstreamConnection connection)
    {
        long heldBytes = connection.HeldBytes;
        if (_heaviest.Count < AbortedPerRoundMax)
            _heaviest.Enqueue(connection, heldBytes);
        else
            _heaviest.EnqueueDequeue(connection, heldBytes);
    }

    /// <summary>Ends the heaviest of those considered.</summary>
    public void AbortHeaviest()
    {
        while (_heaviest.TryDequeue(out DownstreamConnection? connection, out _))
        {
            connection.Listener.Stats.Increment(ListenerStat.DownstreamCxOverloadAbort);
            connection.Abort();
        }
    }
}
