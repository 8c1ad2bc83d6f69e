using System.Net;
using Outrigger.Proxy.Tests.Support;

namespace Outrigger.Proxy.Tests.Admin;

/// <summary>What can be changed through the administration server while the program runs.</summary>
public sealed class AdminMutationTests(StaticProxy proxy) : IClassFixture<StaticProxy>
{
    private ProxyProcess Proxy => proxy.Process;

    [Fact]
    public async Task A_failed_health_check_makes_it_unready_until_it_is_taken_back()
    {
        await Proxy.Admin.PostAsync("/healthcheck/fail");
        HttpResponseMessage failed = await Proxy.Admin.GetAsync("/ready");
        await Proxy.Admin.PostAsync("/healthcheck/ok");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
        Assert.Equal("DRAINING\n", await TestClient.BodyOf(failed));
        Assert.Equal("LIVE\n", await Proxy.Admin.TextAsync("/ready"));
    }

    [Fact]
    public async Task The_log_level_can_be_changed()
    {
        HttpResponseMessage changed = await Proxy.Admin.PostAsync("/logging?level=trace");
        HttpResponseMessage refused = await Proxy.Admin.PostAsync("/logging?level=loud");

        Assert.Contains("trace", await TestClient.BodyOf(changed), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Reset_counters_start_again_at_zero()
    {
        using TestClient client = await Proxy.ClientOfAsync("web");
        await client.TextAsync("/direct");
        Assert.NotEqual(0, await Proxy.StatAsync("http.ingress.downstream_rq_total"));

        await Proxy.Admin.PostAsync("/reset_counters");

        Assert.Equal(0, await Proxy.StatAsync("http.ingress.downstream_rq_total"));
    }
}
