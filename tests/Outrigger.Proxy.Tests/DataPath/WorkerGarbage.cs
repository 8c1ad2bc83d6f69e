namespace Outrigger.Proxy.Tests.DataPath;

/// <summary>Holds a worker to making no garbage while something is done.</summary>
internal static class WorkerGarbage
{
    /// <summary>What reading the number costs itself, and no more than an object or two.</summary>
    private const int SlackBytes = 1_000;

    /// <summary>
    /// A collection, which any other test may bring about, counts what is left of the thread's allocation context as
    /// allocated.
    /// </summary>
    private const int ContextBytes = 8 * 1024;

    /// <summary>Fails when the proxy's worker allocates anything while the action runs.</summary>
    public static async Task AssertNoneAsync(ProxyHarness proxy, Action action)
    {
        var collectionsBefore = GC.CollectionCount(0);
        var before = await proxy.RunOnWorkerAsync(_ => GC.GetAllocatedBytesForCurrentThread());
        action();
        var allocated = await proxy.RunOnWorkerAsync(_ => GC.GetAllocatedBytesForCurrentThread()) - before;
        var collections = GC.CollectionCount(0) - collectionsBefore;
        var allowed = SlackBytes + (collections * ContextBytes);
        Assert.True(allocated <= allowed, $"{allocated} bytes, and {collections} collections allow for {allowed}");
    }
}
