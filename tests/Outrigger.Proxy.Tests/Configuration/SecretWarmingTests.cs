using Outrigger.Proxy.Dynamic;
using Outrigger.Proxy.Tests.DataPath.Tls;
using Outrigger.Proxy.Tests.Support;
using Outrigger.Tests.Tls;
using Outrigger.Xds;
using static Outrigger.Proxy.Tests.Support.SampleResources;

namespace Outrigger.Proxy.Tests.Configuration;

/// <summary>Listeners and clusters wait for the secrets that the management server gives.</summary>
public sealed class SecretWarmingTests : IDisposable
{
    private readonly ManagerHarness _proxy = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _proxy.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void A_listener_serves_when_its_secret_has_come()
    {
        Start();
        _proxy.Send(TypeUrl.Listener, TlsListener("web", "server", "15s"));
        Assert.Equal(["server"], _proxy.Discovery.Names[TypeUrl.Secret]);
        Assert.Null(_proxy.Listener("web"));
        Assert.Equal(StartStage.Listeners, _proxy.Manager.Stage);
        Assert.Empty(_proxy.Send(TypeUrl.Secret, Secret("server")));
        Assert.NotNull(_proxy.Listener("web"));
        Assert.True(_proxy.Listener("web")!.FilterChains[0].Tls!.Contexts.HasContext);
        Assert.Equal(StartStage.Live, _proxy.Manager.Stage);
    }

    [Fact]
    public void A_cluster_serves_when_its_endpoints_and_its_secret_have_come()
    {
        _proxy.Started();
        _proxy.Send(TypeUrl.Cluster, TlsCluster("reviews", "client", "15s"));
        _proxy.Send(TypeUrl.ClusterLoadAssignment, Endpoints("reviews", "10.0.0.1:80"));
        Assert.Null(_proxy.Cluster("reviews"));
        Assert.Equal(StartStage.Clusters, _proxy.Manager.Stage);
        Assert.Empty(_proxy.Send(TypeUrl.Secret, Secret("client")));
        Assert.Equal(1, _proxy.Cluster("reviews")!.Endpoints.EndpointsCount);
        Assert.Equal(StartStage.Listeners, _proxy.Manager.Stage);
    }

    [Fact]
    public void The_version_before_serves_until_the_secret_of_the_new_one_has_come()
    {
        Start();
        _proxy.Send(TypeUrl.Listener, TlsListener("web", "first", "15s"));
        _proxy.Send(TypeUrl.Secret, Secret("first"));
        var before = _proxy.Listener("web");
        _proxy.Send(TypeUrl.Listener, TlsListener("web", "second", "15s"));
        Assert.Same(before, _proxy.Listener("web"));
        Assert.Contains("second", _proxy.Discovery.Names[TypeUrl.Secret]);
        _proxy.Send(TypeUrl.Secret, Secret("second"));
        Assert.NotSame(before, _proxy.Listener("web"));
    }

    [Theory]
    [InlineData("", 15)]
    [InlineData("2s", 2)]
    public void A_secret_that_does_not_come_in_time_is_waited_for_no_more(string timeout, int seconds)
    {
        Start();
        _proxy.Send(TypeUrl.Listener, TlsListener("web", "slow", timeout));
        _proxy.Time.Advance(TimeSpan.FromSeconds(seconds - 0.1));
        Assert.Null(_proxy.Listener("web"));
        _proxy.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.NotNull(_proxy.Listener("web"));
        Assert.Equal(1, _proxy.Stat("sds.init_fetch_timeout"));
        // It serves, but nobody gets in before the secret comes.
        Assert.False(_proxy.Listener("web")!.FilterChains[0].Tls!.Contexts.HasContext);
        _proxy.Send(TypeUrl.Secret, Secret("slow"));
        Assert.True(_proxy.Listener("web")!.FilterChains[0].Tls!.Contexts.HasContext);
    }

    [Fact]
    public void A_timeout_of_zero_waits_for_ever()
    {
        Start();
        _proxy.Send(TypeUrl.Listener, TlsListener("web", "slow", "0s"));
        _proxy.Time.Advance(TimeSpan.FromDays(1));
        Assert.Null(_proxy.Listener("web"));
    }

    [Fact]
    public void A_secret_that_cannot_be_used_is_rejected_without_a_word_of_it_and_the_former_stays()
    {
        Start();
        _proxy.Send(TypeUrl.Listener, TlsListener("web", "server", "15s"));
        _proxy.Send(TypeUrl.Secret, Secret("server"));
        TestCertificate other = _authority.Issue("b.test");
        string mixed = SecretOf("server", _authority.Issue("a.test").Pem, other.KeyPem);
        string rejection = Assert.Single(_proxy.Send(TypeUrl.Secret, mixed)).ToString();
        Assert.Equal("server: tls_certificate: the private key does not belong to the certificate", rejection);
        string damaged = SecretOf("server", other.Pem, "-----BEGIN PRIVATE KEY-----\nSECRETSECRET\n-----END PRIVATE KEY-----\n");
        rejection = Assert.Single(_proxy.Send(TypeUrl.Secret, damaged)).ToString();
        Assert.Contains("the private key cannot be read", rejection, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", rejection, StringComparison.Ordinal);
        Assert.True(_proxy.Listener("web")!.FilterChains[0].Tls!.Contexts.HasContext);
    }

    private void Start()
    {
        _proxy.Started();
        _proxy.Send(TypeUrl.Cluster);
    }

    private string Secret(string name)
    {
        TestCertificate certificate = _authority.Issue($"{name}.test");
        return SecretOf(name, certificate.Pem, certificate.KeyPem);
    }

    private static string SecretOf(string name, string chain, string key) => $$"""
        { "name": "{{name}}", "tlsCertificate": { "certificateChain": { "inlineString": {{TlsJson.Text(chain)}} },
          "privateKey": { "inlineString": {{TlsJson.Text(key)}} } } }
        """;

    private static string Reference(string secret, string timeout)
    {
        string wait = timeout.Length == 0 ? "" : $", initial_fetch_timeout: {timeout}";
        return $"[{{ name: {secret}, sds_config: {{ ads: {{}}, resource_api_version: V3{wait} }} }}]";
    }

    private static string TlsListener(string name, string secret, string timeout) => $$"""
        name: {{name}}
        address: { socket_address: { address: 127.0.0.1, port_value: 443 } }
        filter_chains:
        - transport_socket:
            name: envoy.transport_sockets.tls
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
              common_tls_context: { tls_certificate_sds_secret_configs: {{Reference(secret, timeout)}} }
          filters:
          - name: tcp
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
              stat_prefix: tcp
              cluster: nowhere
        """;

    private static string TlsCluster(string name, string secret, string timeout) => EdsCluster(name) + $$"""

        transport_socket:
          name: envoy.transport_sockets.tls
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
            common_tls_context: { tls_certificate_sds_secret_configs: {{Reference(secret, timeout)}} }
        """;
}
