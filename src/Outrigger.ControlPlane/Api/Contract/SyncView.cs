namespace Outrigger.ControlPlane.Api.Contract;

/// <summary>How far the connected proxies are with a version of the configuration.</summary>
/// <param name="Synced">Node ids of proxies that run with it.</param>
/// <param name="Pending">Node ids of proxies that have not answered yet.</param>
/// <param name="Rejected">Proxies that refused some of it.</param>
public sealed record SyncView(
    IReadOnlyList<string> Synced, IReadOnlyList<string> Pending, IReadOnlyList<RejectionView> Rejected);
