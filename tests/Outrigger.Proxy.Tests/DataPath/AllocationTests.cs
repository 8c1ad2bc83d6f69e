namespace Outrigger.Proxy.Tests.DataPath;

/// <summary>In the steady state a request makes no garbage on its worker.</summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData(1, 100_000)]
    [InlineData(32, 3_000)]
    public async Task Requests_allocate_nothing_once_warm(int connections, int requestsEach)
    {
        const int WarmUp = 200;
        using var backend = new FastBackend();
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(
            ProxyHarness.RouteTo("c"), """ "useRemoteAddress": true, "normalizePath": true, """);
        using var load = new FastLoad(endPoint, connections);
        load.Run(WarmUp);
        var before = await proxy.RunOnWorkerAsync(_ => GC.GetAllocatedBytesForCurrentThread());
        load.Run(requestsEach);
        var allocated = await proxy.RunOnWorkerAsync(_ => GC.GetAllocatedBytesForCurrentThread()) - before;

        // A histogram makes a block of 152 bytes when a duration of a new magnitude first comes, and reading the number
        // costs a little itself: a few kilobytes on a busy machine, where one object per request would be megabytes.
        Assert.True(allocated < 40_000, $"{allocated} bytes over {connections * requestsEach} requests");
        Assert.Equal(connections, proxy.Stats.Http("test").Read(Stats.HttpStat.DownstreamCxTotal));
        Assert.Equal(
            connections * (requestsEach + WarmUp), proxy.Stats.Http("test").Read(Stats.HttpStat.DownstreamRqCompleted));
    }
}
