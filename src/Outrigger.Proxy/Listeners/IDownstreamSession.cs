namespace Outrigger.Proxy.Listeners;

/// <summary>What serves a client's connection.</summary>
internal interface IDownstreamSession
{
    /// <summary>Ends it now, whatever it waits for: its time to drain is over.</summary>
    void Abort();
}
