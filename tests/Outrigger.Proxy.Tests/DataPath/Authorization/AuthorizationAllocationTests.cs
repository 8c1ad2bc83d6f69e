namespace Outrigger.Proxy.Tests.DataPath.Authorization;

/// <summary>Deciding about a request makes no garbage on its worker.</summary>
public sealed class AuthorizationAllocationTests
{
    [Fact]
    public async Task Decisions_allocate_nothing_once_warm()
    {
        using var backend = new FastBackend();
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        const string Denied = "\"remoteIp\": { \"addressPrefix\": \"203.0.113.0\", \"prefixLen\": 24 }";
        const string Shadow = "\"header\": { \"name\": \"x-a\", \"stringMatch\": { \"safeRegex\": { \"regex\": \"a[0-9]+\" } } }";
        proxy.Listener(ProxyHarness.HttpListenerJson(
            "http",
            ProxyHarness.RouteTo("c"),
            filters: RbacJson.Http(
                    RbacJson.Rules("DENY", RbacJson.Any, Denied) + ","
                    + RbacJson.Rules("DENY", RbacJson.Any, Shadow, field: "shadowRules"))
                + RbacJson.Http(RbacJson.Rules("LOG", RbacJson.Path("/x"), RbacJson.Any))
                + RbacJson.Http(RbacJson.Rules("ALLOW", RbacJson.Path("/"), RbacJson.Any) + ", \"trackPerRuleStats\": true")));
        await proxy.ApplyAsync();
        using var load = new FastLoad(await proxy.EndPointAsync("http"), connections: 1);
        load.Run(200);
        await proxy.RunOnWorkerAsync(_ => AllocationTests.RecordEveryMagnitude(proxy.Stats));
        await WorkerGarbage.AssertNoneAsync(proxy, () => load.Run(20_000));
        Assert.Equal(20_200, proxy.Stats.Http("test").Read(Stats.HttpStat.DownstreamRqCompleted));
    }
}
