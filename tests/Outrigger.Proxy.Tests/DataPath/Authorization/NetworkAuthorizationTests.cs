using System.Net;
using Outrigger.Proxy.Authorization;

namespace Outrigger.Proxy.Tests.DataPath.Authorization;

public sealed class NetworkAuthorizationTests : IDisposable
{
    private readonly ScriptedBackend _backend = new(async wire =>
    {
        await wire.SendAsync("welcome");
        await wire.ReceiveToEndAsync();
    });

    private readonly ProxyHarness _proxy = new();

    public NetworkAuthorizationTests() => _proxy.Cluster("c", _backend.EndPoint);

    public void Dispose()
    {
        _proxy.Dispose();
        _backend.Dispose();
    }

    [Theory]
    [InlineData("ALLOW", "127.0.0.0", true)]
    [InlineData("ALLOW", "10.0.0.0", false)]
    [InlineData("DENY", "127.0.0.0", false)]
    [InlineData("DENY", "10.0.0.0", true)]
    public async Task A_connection_is_served_or_closed_before_anything_is_sent(string action, string network, bool isAllowed)
    {
        var principal = $"\"directRemoteIp\": {{ \"addressPrefix\": \"{network}\", \"prefixLen\": 8 }}";
        var endPoint = await ListenAsync(RbacJson.Network(RbacJson.Rules(action, RbacJson.Any, principal)));
        using var client = await Wire.ConnectAsync(endPoint);
        if (isAllowed)
            Assert.Equal("welcome", await client.ReceiveAsync("welcome".Length));
        else
            Assert.Equal("", await client.ReceiveToEndAsync());
        Assert.Equal(isAllowed ? 1 : 0, _backend.ConnectionsCount);
        var stats = _proxy.Stats.Authorization(AuthorizationStatNames.Network("tcp.", ""));
        Assert.Equal(isAllowed ? 1 : 0, stats.Read(AuthorizationStat.Allowed));
        Assert.Equal(isAllowed ? 0 : 1, stats.Read(AuthorizationStat.Denied));
    }

    /// <summary>There is no header, so that nothing about one holds, and all that denies it does.</summary>
    [Theory]
    [InlineData("\"header\": { \"name\": \":method\", \"presentMatch\": true }", false)]
    [InlineData("\"urlPath\": { \"path\": { \"prefix\": \"/\" } }", false)]
    [InlineData("\"notRule\": { \"header\": { \"name\": \":method\", \"presentMatch\": true } }", true)]
    public async Task A_connection_has_no_headers(string permission, bool isAllowed)
    {
        var endPoint = await ListenAsync(RbacJson.Network(RbacJson.Rules("ALLOW", permission, RbacJson.Any)));
        using var client = await Wire.ConnectAsync(endPoint);
        if (isAllowed)
            Assert.Equal("welcome", await client.ReceiveAsync("welcome".Length));
        else
            Assert.Equal("", await client.ReceiveToEndAsync());
    }

    [Fact]
    public async Task Shadow_rules_only_count()
    {
        var rules = RbacJson.Rules("DENY", RbacJson.Any, RbacJson.Any, field: "shadowRules");
        var endPoint = await ListenAsync(RbacJson.Network(rules + ", \"shadowRulesStatPrefix\": \"istio_dry_run_deny_\""));
        using var client = await Wire.ConnectAsync(endPoint);
        Assert.Equal("welcome", await client.ReceiveAsync("welcome".Length));
        var stats = _proxy.Stats.Authorization(AuthorizationStatNames.Network("tcp.", "istio_dry_run_deny_"));
        Assert.Equal(1, stats.Read(AuthorizationStat.ShadowDenied));
    }

    private async Task<IPEndPoint> ListenAsync(string filters)
    {
        _proxy.Listener($$"""
            { "name": "tcp", "address": { "socketAddress": { "address": "127.0.0.1", "portValue": 0 } },
              "filterChains": [ { "filters": [ {{filters}} { "name": "tcp", "typedConfig": {
                "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
                "statPrefix": "test", "cluster": "c" } } ] } ] }
            """);
        await _proxy.ApplyAsync();
        return await _proxy.EndPointAsync("tcp");
    }
}
