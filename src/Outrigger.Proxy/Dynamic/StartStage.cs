namespace Outrigger.Proxy.Dynamic;

/// <summary>How far the program has started. Only ever goes up.</summary>
internal enum StartStage : byte
{
    /// <summary>The clusters get their endpoints; nothing is listened on (<c>PRE_INITIALIZING</c>).</summary>
    Clusters,

    /// <summary>
    /// The listeners get their routing tables; those that have them serve (<c>INITIALIZING</c>).
    /// </summary>
    Listeners,

    /// <summary>Everything that was there at the start serves (<c>LIVE</c>).</summary>
    Live,
}
