using Outrigger.Resources;
using Outrigger.Resources.MeshConfigs;

namespace Outrigger.Discovery.Tests;

public sealed class MeshOptionsTests
{
    [Theory]
    [InlineData("istio-system", "istio-system", "named")]
    [InlineData("mesh", "mesh", "named")]
    [InlineData("mesh", "istio-system", "named")]
    [InlineData("istio-system", "default", "cluster.local")]
    public void The_config_map_of_the_root_namespace_or_of_istio_system_is_in_force(
        string rootNamespace, string mapNamespace, string expected)
    {
        var options = new MeshOptions { RootNamespace = rootNamespace }
            .With(Mesh.Configuration(ConfigMap("trustDomain: named", mapNamespace)));

        Assert.Equal(expected, options.TrustDomain);
    }

    [Fact]
    public void What_the_config_map_does_not_say_stays()
    {
        var options = new MeshOptions { TrustDomain = "td", ConnectTimeout = TimeSpan.FromSeconds(1) }
            .With(Mesh.Configuration(ConfigMap("enableAutoMtls: false")));

        Assert.Equal("td", options.TrustDomain);
        Assert.Equal(TimeSpan.FromSeconds(1), options.ConnectTimeout);
        Assert.False(options.AutoMtls);
    }

    [Fact]
    public void The_snapshot_and_its_proxies_follow_the_config_map()
    {
        var snapshot = Mesh.Of(ConfigMap("outboundTrafficPolicy: { mode: REGISTRY_ONLY }"));

        Assert.False(snapshot.Options.AllowUnknownDestinations);
    }

    [Theory]
    [InlineData("istio", false)]
    [InlineData("other", true)]
    public void A_change_of_the_meshs_own_config_map_is_more_than_one_of_endpoints(string name, bool isEndpointsOnly)
    {
        Assert.Equal(isEndpointsOnly, ChangeKinds.IsEndpointsOnly(new ResourceKey("ConfigMap", "istio-system", name)));
        Assert.Equal(PathNormalizationType.Base, new MeshOptions().PathNormalization);
    }

    private static string ConfigMap(string mesh, string mapNamespace = "istio-system") => $$"""
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: istio, namespace: {{mapNamespace}} }
        data:
          mesh: |
            {{mesh}}
        """;
}
