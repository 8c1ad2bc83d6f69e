namespace Outrigger.Xds.Server.Status;

/// <summary>How a client stands to its configuration (<c>envoy.service.status.v3.ConfigStatus</c>).</summary>
public enum SyncState
{
    /// <summary>There is nothing to send, or nothing was sent yet.</summary>
    NotSent,

    /// <summary>Everything was sent and accepted.</summary>
    Synced,

    /// <summary>Something newer is to be sent, or was sent and not answered yet.</summary>
    Stale,

    /// <summary>The client rejected what it was last sent.</summary>
    Error,
}
