namespace Outrigger.Xds.Server.Status;

/// <summary>What the connected clients made of a snapshot.</summary>
/// <param name="Synced">The clients that accepted everything.</param>
/// <param name="Pending">The clients that have not answered everything yet.</param>
/// <param name="Rejected">The clients that answered everything and rejected some of it.</param>
public sealed record SyncReport(
    IReadOnlyList<ClientStatus> Synced,
    IReadOnlyList<ClientStatus> Pending,
    IReadOnlyList<ClientStatus> Rejected)
{
    /// <summary>Whether every client answered, be it with a rejection.</summary>
    public bool IsComplete => Pending.Count == 0;
}
