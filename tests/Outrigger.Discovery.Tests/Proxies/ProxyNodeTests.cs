using Envoy.Config.Core.V3;
using Outrigger.Discovery.Proxies;

namespace Outrigger.Discovery.Tests.Proxies;

public sealed class ProxyNodeTests
{
    [Fact]
    public void A_node_id_names_the_workload()
    {
        var proxy = Mesh.Parse(new Node { Id = "sidecar~10.1.2.3~web-1.shop~shop.svc.mesh.test" });
        Assert.Equal(ProxyType.Sidecar, proxy.Type);
        Assert.Equal("10.1.2.3", proxy.Address);
        Assert.Equal("web-1", proxy.Name);
        Assert.Equal("shop", proxy.Namespace);
        Assert.Equal("mesh.test", proxy.Domain);
        Assert.Equal(InterceptionMode.Redirect, proxy.Interception);
    }

    [Theory]
    [InlineData("", "not of the form")]
    [InlineData("sidecar~10.0.0.1~web.shop", "not of the form")]
    [InlineData("ztunnel~10.0.0.1~web.shop~shop.svc.cluster.local", "expected sidecar or router")]
    [InlineData("sidecar~host~web.shop~shop.svc.cluster.local", "IP address is expected")]
    public void A_bad_node_id_is_refused_with_one_sentence(string id, string expected)
    {
        Assert.False(ProxyNode.TryParse(new Node { Id = id }, out _, out var error));
        Assert.NotNull(error);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }
}
