namespace Outrigger.Proxy.Tests.Support;

/// <summary>Resources as a management server would send them.</summary>
internal static class SampleResources
{
    public static string EdsCluster(string name, string connectTimeout = "1s", string fetchTimeout = "15s") => $$"""
        name: {{name}}
        type: EDS
        connect_timeout: {{connectTimeout}}
        eds_cluster_config: { eds_config: { ads: {}, initial_fetch_timeout: {{fetchTimeout}} } }
        """;

    public static string Endpoints(string cluster, params string[] addresses) => $$"""
        cluster_name: {{cluster}}
        endpoints:
        - lb_endpoints: [{{string.Join(", ", addresses.Select(Endpoint))}}]
        """;

    public static string Listener(string name, int port, string? routes, string statPrefix = "web") => $$"""
        name: {{name}}
        address: { socket_address: { address: 127.0.0.1, port_value: {{port}} } }
        filter_chains:
        - filters:
          - name: hcm
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
              stat_prefix: {{statPrefix}}
              {{RoutesOf(routes)}}
              http_filters:
              - name: envoy.filters.http.router
                typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router }
        """;

    public static string Routes(string name, string cluster) => $$"""
        name: {{name}}
        virtual_hosts:
        - { name: all, domains: ["*"], routes: [{ match: { prefix: / }, route: { cluster: "{{cluster}}" } }] }
        """;

    private static string RoutesOf(string? routes) => routes is null
        ? "route_config: { virtual_hosts: [] }"
        : $"rds: {{ route_config_name: {routes}, config_source: {{ ads: {{}} }} }}";

    private static string Endpoint(string address)
    {
        string[] parts = address.Split(':');
        return $"{{ endpoint: {{ address: {{ socket_address: {{ address: {parts[0]}, port_value: {parts[1]} }} }} }} }}";
    }
}
