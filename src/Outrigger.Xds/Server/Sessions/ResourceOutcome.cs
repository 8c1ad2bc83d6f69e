namespace Outrigger.Xds.Server.Sessions;

/// <summary>How far one resource got with one client.</summary>
internal enum ResourceOutcome
{
    /// <summary>Sent, not yet answered.</summary>
    Sent,

    /// <summary>Accepted.</summary>
    Accepted,

    /// <summary>Came in a response that the client rejected.</summary>
    Rejected,
}
