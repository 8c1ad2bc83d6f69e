namespace Outrigger.Proxy.Listeners;

/// <summary>What serves a client's connection.</summary>
internal interface IDownstreamSession
{
    /// <summary>About how much memory it holds beside the connection's input, in bytes.</summary>
    long HeldBytes { get; }

    /// <summary>Its listener goes: it is to end as soon as nothing is lost by it.</summary>
    /// <param name="closesIdle">Whether a connection that waits for a request is about to be closed.</param>
    void BeginDrain(bool closesIdle);

    /// <summary>Ends it now, whatever it waits for: its time to drain is over.</summary>
    void Abort();
}
