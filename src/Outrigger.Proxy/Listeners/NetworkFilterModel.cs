using Outrigger.Net.Tasks;

namespace Outrigger.Proxy.Listeners;

/// <summary>
/// A filter of a filter chain before the one that serves: says whether a connection may be served, after the handshake
/// of TLS and before anything is sent anywhere. Compiled, immutable, and used by all workers at once.
/// </summary>
internal abstract class NetworkFilterModel
{
    /// <summary>Decides about a connection; what may not be served is closed at once. Called on its worker.</summary>
    /// <param name="client">The connection.</param>
    /// <returns>Whether it may be served; null when the filter has to wait for something.</returns>
    public abstract bool? Decide(DownstreamConnection client);

    /// <summary>Decides after waiting; called only when <see cref="Decide"/> asked for it.</summary>
    /// <param name="client">The connection.</param>
    /// <returns>Whether it may be served.</returns>
    public virtual LoopTask<bool> WaitAsync(DownstreamConnection client) =>
        throw new InvalidOperationException("This filter never waits.");
}
