namespace Outrigger.Proxy.Listeners;

/// <summary>What serves a client's connection.</summary>
internal interface IDownstreamSession
{
    /// <summary>About how much memory it holds beside the connection's input, in bytes.</summary>
    long HeldBytes { get; }

    /// <summary>Ends it now, whatever it waits for: its time to drain is over.</summary>
    void Abort();
}
