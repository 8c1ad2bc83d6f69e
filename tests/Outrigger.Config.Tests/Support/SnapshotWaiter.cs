namespace Outrigger.Config.Tests.Support;

/// <summary>Waits for a snapshot that has what a test waits for.</summary>
internal static class SnapshotWaiter
{
    // Generous for a busy machine; what is waited for normally comes within a second.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static async Task<ConfigSnapshot> WaitFor(
        this ConfigStore store, Func<ConfigSnapshot, bool> condition)
    {
        using var deadline =
            CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Deadline);
        try
        {
            await foreach (ConfigSnapshot snapshot in store.WatchAsync(deadline.Token))
            {
                if (condition(snapshot)) return snapshot;
            }
        }
        catch (OperationCanceledException)
        {
            // Told below, with what there is instead.
        }

        string found =
            string.Join(", ", store.Current.All) + "\n" + string.Join('\n', store.Current.Diagnostics);
        throw new TimeoutException($"what was waited for did not come within {Deadline}; found {found}");
    }
}
