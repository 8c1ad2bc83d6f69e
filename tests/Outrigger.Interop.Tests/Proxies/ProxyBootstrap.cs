using Outrigger.Interop.Tests.Support;

namespace Outrigger.Interop.Tests.Proxies;

/// <summary>A static bootstrap: one HTTP listener, one cluster with one endpoint, everything routed there.</summary>
internal static class ProxyBootstrap
{
    private const string Types = "type.googleapis.com/envoy.extensions";

    public static string Create(LinkProtocol listen, LinkProtocol forward, int targetPort) => $$"""
        node: { id: interop, cluster: interop }
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
                  "@type": {{Types}}.filters.network.http_connection_manager.v3.HttpConnectionManager
                  stat_prefix: ingress
                  http_protocol_options: { enable_trailers: true }
                  route_config:
                    name: local
                    virtual_hosts:
                    - name: all
                      domains: ["*"]
                      routes:
                      - match: { prefix: / }
                        route: { cluster: target, timeout: 0s }
                  http_filters:
                  - name: envoy.filters.http.router
                    typed_config: { "@type": {{Types}}.filters.http.router.v3.Router }
        {{(listen.Protection == Protection.None ? "" : ListenTls(listen))}}
          clusters:
          - name: target
            type: STATIC
            connect_timeout: 5s
            circuit_breakers:
              thresholds:
              - { max_connections: 20000, max_pending_requests: 20000, max_requests: 20000 }
            load_assignment:
              cluster_name: target
              endpoints:
              - lb_endpoints:
                - endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: {{targetPort}} } } }
            typed_extension_protocol_options:
              envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                "@type": {{Types}}.upstreams.http.v3.HttpProtocolOptions
                explicit_http_config: {{ForwardOptions(forward)}}
        {{(forward.Protection == Protection.None ? "" : ForwardTls(forward))}}
        """;

    private static string ForwardOptions(LinkProtocol forward) => forward.UsesHttp2
        ? "{ http2_protocol_options: {} }"
        : "{ http_protocol_options: { enable_trailers: true } }";

    private static string ListenTls(LinkProtocol listen) => $$"""
              transport_socket:
                name: envoy.transport_sockets.tls
                typed_config:
                  "@type": {{Types}}.transport_sockets.tls.v3.DownstreamTlsContext
                  require_client_certificate: {{(listen.Protection == Protection.MutualTls ? "true" : "false")}}
                  common_tls_context:
                    alpn_protocols: [h2, http/1.1]
        {{Files(verifies: listen.Protection == Protection.MutualTls)}}
        """;

    private static string ForwardTls(LinkProtocol forward) => $$"""
            transport_socket:
                name: envoy.transport_sockets.tls
                typed_config:
                  "@type": {{Types}}.transport_sockets.tls.v3.UpstreamTlsContext
                  sni: {{TestCertificates.HostName}}
                  common_tls_context:
                    alpn_protocols: [{{(forward.UsesHttp2 ? "h2" : "http/1.1")}}]
        {{Files(verifies: true)}}
        """;

    private static string Files(bool verifies)
    {
        var certificates = TestCertificates.Instance;
        var own = $$"""
                        tls_certificates:
                        - certificate_chain: { filename: {{certificates.CertificateFile}} }
                          private_key: { filename: {{certificates.KeyFile}} }
            """;
        return verifies
            ? own + $$"""

                        validation_context:
                          trusted_ca: { filename: {{certificates.AuthorityFile}} }
                          match_typed_subject_alt_names:
                          - { san_type: DNS, matcher: { exact: {{TestCertificates.HostName}} } }
            """
            : own;
    }
}
