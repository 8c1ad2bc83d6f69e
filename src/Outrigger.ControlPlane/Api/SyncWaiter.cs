using Outrigger.ControlPlane.Api.Contract;
using Outrigger.ControlPlane.Push;
using Outrigger.Xds.Server;
using Outrigger.Xds.Server.Status;

namespace Outrigger.ControlPlane.Api;

/// <summary>
/// Tells how far the connected proxies are, and waits for them, but never longer than the control plane
/// lives.
/// </summary>
internal sealed class SyncWaiter(PushScheduler scheduler, AdsServer ads, CancellationToken stopping)
{
    /// <summary>
    /// Waits until every connected proxy has answered to a version of the configuration, or for so long.
    /// </summary>
    public async Task<SyncView> WaitAsync(long version, TimeSpan timeout, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping);
        deadline.CancelAfter(timeout);
        try
        {
            await scheduler.WaitForAsync(version, deadline.Token);
            return View(await ads.Clients.WaitForSyncAsync(version, timeout, deadline.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return View(ads.Clients.Report(version));
        }
    }

    /// <summary>
    /// Waits until another version than <paramref name="known"/> was pushed, or for so long.
    /// </summary>
    public async Task WaitForChangeAsync(long known, TimeSpan timeout, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping);
        deadline.CancelAfter(timeout);
        try
        {
            // Versions begin anew with a control plane, so any other than the caller's is news, be it greater
            // or less.
            if (scheduler.Current.Version == known) await scheduler.WaitForAsync(known + 1, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is up: the caller is told how things are.
        }
    }

    public IReadOnlyList<ProxyView> Proxies() => ads.Clients.Clients
        .Select(client => new ProxyView(
            client.Node.Id, client.Variant.ToString(), client.ConnectedSince, client.SettledNumber,
            client.Types.Select(type => new ProxyTypeView(
                type.Type.ShortName, type.State.ToString(), type.ResourceCount, type.RejectionDetail)).ToList()))
        .OrderBy(proxy => proxy.Id, StringComparer.Ordinal)
        .ToList();

    private static SyncView View(SyncReport report) => new(
        [.. report.Synced.Select(client => client.Node.Id)],
        [.. report.Pending.Select(client => client.Node.Id)],
        [.. report.Rejected.SelectMany(client => client.Rejections.Select(type =>
            new RejectionView(client.Node.Id, type.Type.ShortName, type.RejectionDetail!)))]);
}
