using Outrigger.Xds.Server.Status;
using Outrigger.Xds.Tests.Support;

namespace Outrigger.Xds.Tests.Interop;

/// <summary>
/// Clients that we did not write resolve a target from our server, split calls by weight, and follow a change
/// of weights and the removal of an endpoint without one failed call.
/// </summary>
public sealed class ProxylessGrpcTests
{
    /// <summary>
    /// With 6,000 calls the share of a weight of 20 % has a standard deviation of 0.52 %, so 3 % are 5.8 of
    /// them: an honest split fails once in 10^8 measurements.
    /// </summary>
    private const int MeasuredCalls = 6_000;
    private const double Tolerance = 0.03;

    [Theory]
    [InlineData("grpc-js-xds")]
    [InlineData("grpc-c-core")]
    public async Task A_proxyless_client_splits_by_weight_and_follows_changes(string programName)
    {
        GreeterProgram program =
            new[] { GreeterProgram.NodeJs, GreeterProgram.CCore }
                .Single(candidate => candidate.Name == programName);
        program.SkipIfMissing();
        await using Greeters greeters = await Greeters.StartAsync("v1-a", "v1-b", "v2-a");
        int[] v1 = [greeters.Ports["v1-a"], greeters.Ports["v1-b"]];
        int[] v2 = [greeters.Ports["v2-a"]];
        await using AdsHost host = await AdsHost.StartAsync();
        host.Cache.Set(TestClassifier.DefaultGroup, TestResource.Snapshot(
            1, GreeterResources.Create(("v1", 80, v1), ("v2", 20, v2))));
        await using GreeterClient client = GreeterClient.Start(program, host.Port);

        CallCounts first = await client.CallAsync(MeasuredCalls);
        AssertShares(first, 0.80);
        Assert.Equal(["v1-a", "v1-b", "v2-a"], first.Counts.Keys.Order());
        await AssertSyncedAsync(host, 1);

        host.Cache.Set(TestClassifier.DefaultGroup, TestResource.Snapshot(
            2, GreeterResources.Create(("v1", 20, v1), ("v2", 80, v2))));
        await AssertSyncedAsync(host, 2);
        await WaitForAsync(client, counts => counts.Share("v2") > 0.5);
        AssertShares(await client.CallAsync(MeasuredCalls), 0.20);

        host.Cache.Set(TestClassifier.DefaultGroup, TestResource.Snapshot(
            3, GreeterResources.Create(("v1", 20, v1[..1]), ("v2", 80, v2))));
        await AssertSyncedAsync(host, 3);
        await WaitForAsync(client, counts => !counts.Counts.ContainsKey("v1-b"));
        CallCounts last = await client.CallAsync(MeasuredCalls);
        AssertShares(last, 0.20);
        Assert.Equal(["v1-a", "v2-a"], last.Counts.Keys.Order());
    }

    private static void AssertShares(CallCounts counts, double v1Share)
    {
        Assert.Empty(counts.Errors);
        Assert.Equal(MeasuredCalls, counts.Counts.Values.Sum());
        Assert.InRange(counts.Share("v1"), v1Share - Tolerance, v1Share + Tolerance);
    }

    /// <summary>
    /// The client has accepted everything; it may still be on the way from its parser to its calls.
    /// </summary>
    private static async Task AssertSyncedAsync(AdsHost host, long number)
    {
        SyncReport report = await host.Server.Clients
            .WaitForSyncAsync(number, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Empty(report.Rejected);
        ClientStatus client = Assert.Single(report.Synced);
        Assert.Equal(["CDS", "EDS", "LDS", "RDS"], client.Types.Select(type => type.Type.ShortName));
    }

    private static async Task WaitForAsync(GreeterClient client, Predicate<CallCounts> condition)
    {
        const int batchCount = 50;
        for (int batch = 0; batch < batchCount; batch++)
        {
            CallCounts counts = await client.CallAsync(200);
            Assert.Empty(counts.Errors);
            if (condition(counts))
                return;
        }

        Assert.Fail($"The client did not follow within {batchCount} batches of calls.");
    }
}
