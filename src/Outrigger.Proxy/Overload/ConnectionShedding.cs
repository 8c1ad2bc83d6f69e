using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Overload;

/// <summary>Finds the connections of a worker that hold the most memory, and ends them.</summary>
internal sealed class ConnectionShedding
{
    /// <summary>
    /// As many as Envoy resets streams in one round. They go even if they hold little that can be counted, since
    /// each also has what cannot be.
    /// </summary>
    private const int AbortedPerRoundMin = 50;

    private readonly List<(long HeldBytes, DownstreamConnection Connection)> _busy = [];

    /// <summary>Considers a busy connection.</summary>
    public void Consider(DownstreamConnection connection) => _busy.Add((connection.HeldBytes, connection));

    /// <summary>Ends the heaviest of those considered.</summary>
    /// <param name="bytes">How much is to be freed.</param>
    public void AbortHeaviest(long bytes)
    {
        _busy.Sort((left, right) => right.HeldBytes.CompareTo(left.HeldBytes));
        for (int i = 0; i < _busy.Count && (i < AbortedPerRoundMin || bytes > 0); i++)
        {
            (long heldBytes, DownstreamConnection connection) = _busy[i];
            bytes -= heldBytes;
            connection.Listener.Stats.Increment(ListenerStat.DownstreamCxOverloadAbort);
            connection.Abort();
        }
    }
}
