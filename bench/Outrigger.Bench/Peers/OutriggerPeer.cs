namespace Outrigger.Bench.Peers;

/// <summary>Our proxy, by a bootstrap in the words that Envoy documents.</summary>
internal sealed class OutriggerPeer(int port, string program) : Peer("outrigger", port)
{
    private const string Types = "type.googleapis.com/envoy.extensions";

    public override string Version() => FirstLine(program, "--version");

    protected override IReadOnlyList<string> Prepare(string folder, ProxyTask task)
    {
        var file = Path.Combine(folder, "bootstrap.yaml");
        File.WriteAllText(file, Bootstrap(task));
        return [program, "-c", file, "--concurrency", "1", "-l", "warning"];
    }

    private string Bootstrap(ProxyTask task) => $$"""
        node: { id: bench, cluster: bench }
        admin: { address: { socket_address: { address: 127.0.0.1, port_value: {{Port + 1}} } } }
        static_resources:
          listeners:
          - name: bench
            address: { socket_address: { address: 127.0.0.1, port_value: {{Port}} } }
            filter_chains:
            - filters:
        {{(task.Protocol == Protocol.Tcp ? TcpProxy : ConnectionManager(task))}}
        {{(task.Listen == Protection.None ? "" : ListenTls(task))}}
          clusters:
          - name: backend
            type: STATIC
            lb_policy: LEAST_REQUEST
            load_assignment:
              cluster_name: backend
              endpoints:
              - lb_endpoints:
        {{string.Join('\n', task.Backends.Select(Endpoint))}}
        {{(task.IsHttp2 ? Http2Options : "")}}
        {{(task.Forward == Protection.None ? "" : ForwardTls(task))}}

        """;

    private const string TcpProxy = $$"""
              - name: envoy.filters.network.tcp_proxy
                typed_config:
                  "@type": {{Types}}.filters.network.tcp_proxy.v3.TcpProxy
                  stat_prefix: bench
                  cluster: backend
        """;

    /// <summary>More than its peers do: a host table and header rules before the route that matches.</summary>
    private static string ConnectionManager(ProxyTask task) => $$"""
              - name: envoy.filters.network.http_connection_manager
                typed_config:
                  "@type": {{Types}}.filters.network.http_connection_manager.v3.HttpConnectionManager
                  stat_prefix: bench
                  use_remote_address: true
                  codec_type: {{(task.IsHttp2 ? "HTTP2" : "HTTP1")}}
                  http_protocol_options: { accept_http_10: true, default_host_for_http_10: {{ProxyTask.Host}} }
                  route_config:
                    name: bench
                    virtual_hosts:
                    - name: bench
                      domains: [{{ProxyTask.Host}}]
                      routes:
                      - match: { prefix: /, headers: [{ name: end-user, string_match: { exact: jason } }] }
                        route: { cluster: backend }
                      - match: { prefix: / }
                        {{(task.AnswersItself
                            ? "direct_response: { status: 200, body: { inline_string: ok } }"
                            : "route: { cluster: backend }")}}
                  http_filters:
                  - name: envoy.filters.http.router
                    typed_config: { "@type": {{Types}}.filters.http.router.v3.Router }
        """;

    private static string Endpoint(string address)
    {
        var parts = address.Split(':');
        return "        - endpoint: { address: { socket_address: "
            + $"{{ address: {parts[0]}, port_value: {parts[1]} }} }} }}";
    }

    private const string Http2Options = $$"""
            typed_extension_protocol_options:
              envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                "@type": {{Types}}.upstreams.http.v3.HttpProtocolOptions
                explicit_http_config: { http2_protocol_options: {} }
        """;

    private static string ListenTls(ProxyTask task) => $$"""
              transport_socket:
                name: envoy.transport_sockets.tls
                typed_config:
                  "@type": {{Types}}.transport_sockets.tls.v3.DownstreamTlsContext
                  require_client_certificate: {{(task.Listen == Protection.MutualTls ? "true" : "false")}}
        {{CommonTls(task, task.Certificates.Server, verifies: task.Listen == Protection.MutualTls)}}
        """;

    private static string ForwardTls(ProxyTask task) => $$"""
            transport_socket:
              name: envoy.transport_sockets.tls
              typed_config:
                  "@type": {{Types}}.transport_sockets.tls.v3.UpstreamTlsContext
                  sni: {{ProxyTask.Host}}
        {{CommonTls(task, task.Certificates.Client, verifies: true)}}
        """;

    private static string CommonTls(ProxyTask task, CertificateFiles own, bool verifies)
    {
        var text = $$"""
                      common_tls_context:
                        alpn_protocols: [{{task.ApplicationProtocol}}]
                        tls_certificates:
                        - certificate_chain: { filename: {{own.Certificate}} }
                          private_key: { filename: {{own.Key}} }
            """;
        return verifies
            ? text + $$"""

                        validation_context:
                          trusted_ca: { filename: {{task.Certificates.Authority}} }
                          match_typed_subject_alt_names:
                          - { san_type: DNS, matcher: { exact: {{ProxyTask.Host}} } }
            """
            : text;
    }
}
