using Outrigger.Proxy.Stats;

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
        await proxy.RunOnWorkerAsync(_ => RecordEveryMagnitude(proxy.Stats));
        await WorkerGarbage.AssertNoneAsync(proxy, () => load.Run(requestsEach));
        Assert.Equal(connections, proxy.Stats.Http("test").Read(HttpStat.DownstreamCxTotal));
        Assert.Equal(
            connections * (requestsEach + WarmUp), proxy.Stats.Http("test").Read(HttpStat.DownstreamRqCompleted));
    }

    /// <summary>
    /// A histogram makes a block when a duration of a new magnitude first comes, which on a busy machine may be at any
    /// time: here they all come first.
    /// </summary>
    internal static bool RecordEveryMagnitude(StatsRegistry stats)
    {
        for (var microseconds = 1L; microseconds < 1L << 40; microseconds *= 2)
        {
            stats.Http("test").ForWorker(0).Record(HttpStat.DownstreamRqTime, microseconds);
            stats.Cluster("c").ForWorker(0).Record(ClusterStat.UpstreamRqTime, microseconds);
        }

        return true;
    }
}
