using System.Collections.Concurrent;
using Envoy.Service.Status.V3;

namespace Outrigger.Xds.Server.Status;

/// <summary>The connected clients and how each stands. Safe for use by many threads.</summary>
public sealed class ClientRegistry
{
    private readonly ConcurrentDictionary<ClientId, Entry> _entries = [];
    private readonly TimeProvider _time;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Creates a registry without clients.</summary>
    /// <param name="time">Measures the timeouts of waits.</param>
    public ClientRegistry(TimeProvider time) => _time = time;

    /// <summary>All connected clients, the longest connected first.</summary>
    public IReadOnlyList<ClientStatus> Clients =>
        [.. _entries.Values.Select(entry => entry.Status).OrderBy(status => status.Id.Value)];

    /// <summary>
    /// Completes at the next change after the call: a client came, went, or stands otherwise. Take the task
    /// before reading <see cref="Clients"/> so that no change is missed.
    /// </summary>
    public Task NextChange => Volatile.Read(ref _changed).Task;

    /// <summary>What the clients connected now have made of a snapshot so far.</summary>
    /// <param name="number">The <see cref="Caching.ResourceSnapshot.Number"/>.</param>
    public SyncReport Report(long number)
    {
        List<ClientStatus> synced = [];
        List<ClientStatus> pending = [];
        List<ClientStatus> rejected = [];
        foreach (ClientStatus client in Clients)
        {
            if (client.SettledNumber is not { } settled || settled < number)
                pending.Add(client);
            else if (client.Rejections.Any())
                rejected.Add(client);
            else
                synced.Add(client);
        }

        return new SyncReport(synced, pending, rejected);
    }

    /// <summary>
    /// Waits until every connected client has answered the content of snapshot <paramref name="number"/> or
    /// of a later one. Clients that connect meanwhile count, clients that go do not. The snapshot of every
    /// group must have been set with that number, also where its content did not change.
    /// </summary>
    /// <param name="number">The <see cref="Caching.ResourceSnapshot.Number"/>.</param>
    /// <param name="timeout">How long to wait at most; the report then names the pending clients.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellation"/> was cancelled.
    /// </exception>
    public async Task<SyncReport> WaitForSyncAsync(
        long number, TimeSpan timeout, CancellationToken cancellation = default)
    {
        using var expiry = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellation);
        while (true)
        {
            Task change = NextChange;
            SyncReport report = Report(number);
            if (report.IsComplete || expiry.IsCancellationRequested)
                return report;
            await change.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>
    /// The version of one resource that a client has accepted; null when it has none, or has not answered or has
    /// rejected the newest that it was sent.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="type">The resource's type.</param>
    /// <param name="name">The resource's name.</param>
    public string? AcceptedVersionOf(ClientId client, TypeUrl type, string name) =>
        _entries.GetValueOrDefault(client)?.AcceptedVersion(type, name);

    internal void Set(
        ClientStatus status, Func<bool, ClientConfig> dump, Func<TypeUrl, string, string?> acceptedVersion)
    {
        _entries[status.Id] = new Entry(status, dump, acceptedVersion);
        Pulse();
    }

    internal void Remove(ClientId client)
    {
        if (_entries.TryRemove(client, out _))
            Pulse();
    }

    /// <summary>The configuration of every client for which the filter holds.</summary>
    internal IEnumerable<ClientConfig> Dump(Func<ClientStatus, bool> filter, bool withContents) =>
        _entries.Values.Where(entry => filter(entry.Status))
            .OrderBy(entry => entry.Status.Id.Value)
            .Select(entry => entry.Dump(withContents));

    private static TaskCompletionSource NewSignal() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Pulse() => Interlocked.Exchange(ref _changed, NewSignal()).SetResult();

    private sealed record Entry(
        ClientStatus Status, Func<bool, ClientConfig> Dump, Func<TypeUrl, string, string?> AcceptedVersion);
}
