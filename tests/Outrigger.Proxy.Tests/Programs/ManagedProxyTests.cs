using Outrigger.Proxy.Tests.DataPath.Tls;
using Outrigger.Proxy.Tests.Support;
using Outrigger.Tests.Tls;
using Outrigger.Xds;
using static Outrigger.Proxy.Tests.Support.SampleResources;

namespace Outrigger.Proxy.Tests.Programs;

/// <summary>The program with a real management server, which comes and goes.</summary>
public sealed class ManagedProxyTests : IDisposable
{
    private readonly Backend _first = new("first");
    private readonly Backend _second = new("second");
    private readonly string _state = Directory.CreateTempSubdirectory("outrigger-proxy-state-").FullName;

    public static TheoryData<string> ApiTypes => ["GRPC", "DELTA_GRPC"];

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        Directory.Delete(_state, recursive: true);
    }

    [Theory]
    [MemberData(nameof(ApiTypes))]
    public async Task It_follows_the_server_and_a_rejected_resource_leaves_the_old_one_in_force(
        string apiType)
    {
        await using ManagementServerHost server = await ManagementServerHost.StartAsync();
        server.Set(1, Resources(_first));
        await using ProxyProcess proxy = await ProxyProcess.StartAsync(Bootstrap(apiType, server.Port));
        await proxy.ReadyAsync();
        using TestClient client = await proxy.ClientOfAsync("web");
        Assert.Equal("first", await client.TextAsync("/"));

        server.Set(2, Resources(_second));
        await server.AcceptedAsync(2);
        Assert.Equal("second", await client.TextAsync("/"));

        server.Set(3, [.. Resources(_second), (TypeUrl.Cluster, "{ name: wrong, lb_policy: MAGLEV }")]);
        string rejection = await server.RejectionAsync();
        Assert.Contains("wrong: lb_policy: MAGLEV is not implemented", rejection, StringComparison.Ordinal);
        Assert.Equal("second", await client.TextAsync("/"));
        Assert.Equal(1, await proxy.StatAsync("cluster_manager.cds.update_rejected"));
        Assert.Equal(1, await proxy.StatAsync("control_plane.connected_state"));
    }

    [Theory]
    [MemberData(nameof(ApiTypes))]
    public async Task It_serves_on_when_the_server_dies_and_after_a_restart_without_one(string apiType)
    {
        int port;
        await using (ManagementServerHost server = await ManagementServerHost.StartAsync())
        {
            port = server.Port;
            server.Set(1, Resources(_first));
            await using ProxyProcess proxy = await StartWithStateAsync(apiType, port);
            await server.DisposeAsync();
            using TestClient client = await proxy.ClientOfAsync("web");

            Assert.Equal("first", await client.TextAsync("/"));
            await Eventually.Holds(
                async () =>
                    await proxy.StatAsync("outrigger.state.saved") > 0, "the accepted resources are saved");
            proxy.Kill();
        }

        await using ProxyProcess restarted = await StartWithStateAsync(apiType, port);
        using TestClient again = await restarted.ClientOfAsync("web");
        Assert.Equal("first", await again.TextAsync("/"));

        // The server comes back with the same resources: nothing may change, not even for a moment.
        await using ManagementServerHost returned = await ManagementServerHost.StartAsync(port);
        returned.Set(1, Resources(_first));
        await returned.AcceptedAsync(1);
        Assert.Equal("first", await again.TextAsync("/"));
        Assert.Equal(0, await restarted.StatAsync("listener_manager.listener_modified"));
        Assert.Equal(0, await restarted.StatAsync("cluster_manager.cluster_modified"));

        returned.Set(2, Resources(_second));
        await returned.AcceptedAsync(2);
        Assert.Equal("second", await again.TextAsync("/"));
    }

    [Fact]
    public async Task It_follows_a_server_over_TLS_and_each_proves_itself_to_the_other()
    {
        using var authority = new TestAuthority();
        using var strangers = new TestAuthority("CN=Strangers");
        await using ManagementServerHost server = await ManagementServerHost.StartAsync(
            port: 0, authority.Issue("istiod.istio-system.svc"), authority);
        server.Set(1, Resources(_first));
        string tls = TlsTo(authority, authority.Issue("spiffe://test/ns/a/sa/b"), "istiod.istio-system.svc");
        await using ProxyProcess proxy = await ProxyProcess.StartAsync(Bootstrap("DELTA_GRPC", server.Port) + tls);
        await proxy.ReadyAsync();
        using TestClient client = await proxy.ClientOfAsync("web");
        Assert.Equal("first", await client.TextAsync("/"));
        server.Set(2, Resources(_second));
        await server.AcceptedAsync(2);
        Assert.Equal("second", await client.TextAsync("/"));

        string[] refused =
        [
            // Another name than the server's, another authority than the server's, and one the server does not know.
            TlsTo(authority, authority.Issue("spiffe://test/ns/a/sa/b"), "istiod.other.svc"),
            TlsTo(strangers, authority.Issue("spiffe://test/ns/a/sa/b"), "istiod.istio-system.svc"),
            TlsTo(authority, strangers.Issue("spiffe://test/ns/a/sa/b"), "istiod.istio-system.svc"),
        ];
        foreach (string wrong in refused)
        {
            await using ProxyProcess other = await ProxyProcess.StartAsync(Bootstrap("GRPC", server.Port) + wrong);
            await Eventually.Holds(
                async () => await other.StatAsync("control_plane.connect_failure") > 0, "the connection fails");
            Assert.Equal(0, await other.StatAsync("control_plane.connected_state"));
        }
    }

    private static string TlsTo(TestAuthority authority, TestCertificate own, string serverName) => $$"""

            transport_socket:
              name: envoy.transport_sockets.tls
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
                sni: {{serverName}}
                common_tls_context:
                  alpn_protocols: [h2]
                  tls_certificates:
                  - certificate_chain: { inline_string: {{TlsJson.Text(own.Pem)}} }
                    private_key: { inline_string: {{TlsJson.Text(own.KeyPem)}} }
                  validation_context:
                    trusted_ca: { inline_string: {{TlsJson.Text(authority.Pem)}} }
                    match_typed_subject_alt_names: [{ san_type: DNS, matcher: { exact: {{serverName}} } }]
        """;

    private async Task<ProxyProcess> StartWithStateAsync(string apiType, int port)
    {
        ProxyProcess proxy = await ProxyProcess.StartAsync(Bootstrap(apiType, port), "--state-dir", _state);
        return await proxy.ReadyAsync();
    }

    private static (TypeUrl, string)[] Resources(Backend backend) =>
    [
        (TypeUrl.Cluster, EdsCluster("reviews")),
        (TypeUrl.ClusterLoadAssignment, Endpoints("reviews", backend.Address)),
        (TypeUrl.Listener, Listener("web", 0, routes: "r")),
        (TypeUrl.RouteConfiguration, Routes("r", "reviews")),
    ];

    private static string Bootstrap(string apiType, int port) => $$"""
        node: { id: sidecar-1 }
        admin:
          address: { socket_address: { address: 127.0.0.1, port_value: 0 } }
        dynamic_resources:
          ads_config:
            api_type: {{apiType}}
            grpc_services: [{ envoy_grpc: { cluster_name: xds-grpc } }]
          cds_config: { ads: {} }
          lds_config: { ads: {} }
        static_resources:
          clusters:
          - name: xds-grpc
            type: STATIC
            load_assignment:
              cluster_name: xds-grpc
              endpoints:
              - lb_endpoints:
                - endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: {{port}} } } }
        """;
}
