namespace Outrigger.Xds.Server.Sessions;

/// <summary>What a request turned out to be.</summary>
internal enum RequestOutcome
{
    /// <summary>A subscription, or a change of one.</summary>
    Subscription,

    /// <summary>It accepted the outstanding push.</summary>
    Ack,

    /// <summary>It rejected the outstanding push.</summary>
    Nack,

    /// <summary>It answered a push that is not the last one.</summary>
    Stale,
}
