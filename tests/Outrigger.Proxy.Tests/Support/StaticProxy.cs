namespace Outrigger.Proxy.Tests.Support;

/// <summary>One program with a static bootstrap, shared by the tests that only look at it.</summary>
public sealed class StaticProxy : IAsyncLifetime
{
    public const string Bootstrap = """
        node: { id: test-node, cluster: test-cluster }
        admin:
          address: { socket_address: { address: 127.0.0.1, port_value: 0 } }
        static_resources:
          listeners:
          - name: web
            address: { socket_address: { address: 127.0.0.1, port_value: 0 } }
            filter_chains:
            - filters:
              - name: hcm
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                  stat_prefix: ingress
                  route_config:
                    name: local
                    virtual_hosts:
                    - name: all
                      domains: ["*"]
                      routes:
                      - match: { path: /direct }
                        direct_response: { status: 200, body: { inline_string: hello } }
                      - match: { prefix: / }
                        route: { cluster: web }
                  http_filters:
                  - name: envoy.filters.http.router
                    typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router }
          clusters:
          - name: web
            type: STATIC
            outlier_detection: {}
            load_assignment:
              cluster_name: web
              endpoints:
              - lb_endpoints:
                - endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: 9 } } }
                  load_balancing_weight: 3
                - endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: 10 } } }
                  health_status: UNHEALTHY
        """;

    internal ProxyProcess Process { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Process = await ProxyProcess.StartAsync(Bootstrap);
        await Process.ReadyAsync();
        using TestClient client = await Process.ClientOfAsync("web");
        await client.TextAsync("/direct");
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
