using Envoy.Config.Cluster.V3;
using Envoy.Extensions.TransportSockets.Tls.V3;
using Outrigger.Discovery.Proxies;

namespace Outrigger.Discovery.Tests.Security;

/// <summary>How sidecars speak to services: by DestinationRule, or by themselves.</summary>
public sealed class ClientTlsTests
{
    private const string ServerName = "outbound_.80_._.web.default.svc.cluster.local";

    /// <summary>Modes at the top, on its port 80, of the subset, on the subset's port 80; of the service, of the subset.</summary>
    [Theory]
    [InlineData("", "", "", "", "auto", "auto")]
    [InlineData("DISABLE", "", "", "", "plain", "plain")]
    [InlineData("ISTIO_MUTUAL", "", "", "", "mesh", "mesh")]
    [InlineData("SIMPLE", "", "", "", "SIMPLE", "SIMPLE")]
    [InlineData("MUTUAL", "", "", "", "MUTUAL", "MUTUAL")]
    [InlineData("", "", "DISABLE", "", "auto", "plain")]
    [InlineData("ISTIO_MUTUAL", "", "DISABLE", "", "mesh", "plain")]
    [InlineData("ISTIO_MUTUAL", "", "OTHER", "", "mesh", "mesh")]
    [InlineData("SIMPLE", "DISABLE", "", "", "plain", "plain")]
    [InlineData("SIMPLE", "OTHER", "", "", "auto", "auto")]
    [InlineData("SIMPLE", "DISABLE", "ISTIO_MUTUAL", "", "plain", "mesh")]
    [InlineData("SIMPLE", "DISABLE", "ISTIO_MUTUAL", "MUTUAL", "plain", "MUTUAL")]
    [InlineData("SIMPLE", "", "ISTIO_MUTUAL", "OTHER", "SIMPLE", "auto")]
    public void Settings_lie_over_each_other_as_in_Istio(
        string top, string onPort, string ofSubset, string onPortOfSubset, string service, string subset)
    {
        var yaml = Web() + $$"""

            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: web }
            spec:
              host: web
              trafficPolicy: {{Policy(top, onPort)}}
              subsets: [{ name: v1, labels: { app: web }, trafficPolicy: {{Policy(ofSubset, onPortOfSubset)}} }]
            """;
        Assert.Equal(service, TransportOf(ClusterOf(yaml)));
        Assert.Equal(subset, TransportOf(ClusterOf(yaml, "outbound|80|v1|web.default.svc.cluster.local")));
    }

    /// <summary>The endpoint's label and the mode of its namespace, workload and port; whether it takes mutual TLS.</summary>
    [Theory]
    [InlineData(true, "", "", "", true)]
    [InlineData(false, "", "", "", false)]
    [InlineData(false, "STRICT", "", "", false)]
    [InlineData(true, "STRICT", "", "", true)]
    [InlineData(true, "DISABLE", "", "", false)]
    [InlineData(true, "DISABLE", "PERMISSIVE", "", true)]
    [InlineData(true, "STRICT", "DISABLE", "", false)]
    [InlineData(true, "STRICT", "STRICT", "DISABLE", false)]
    [InlineData(true, "STRICT", "DISABLE", "PERMISSIVE", true)]
    public void Endpoints_with_a_sidecar_are_spoken_to_by_mutual_TLS_unless_they_shun_it(
        bool hasSidecar, string ofNamespace, string workload, string port, bool expected)
    {
        var yaml = Web(hasSidecar);
        if (ofNamespace.Length > 0) yaml += Peer("n", $"mtls: {{ mode: {ofNamespace} }}");
        if (workload.Length > 0)
        {
            var ports = port.Length == 0 ? "" : $", portLevelMtls: {{ 8080: {{ mode: {port} }} }}";
            yaml += Peer("w", $"selector: {{ matchLabels: {{ app: web }} }}, mtls: {{ mode: {workload} }}{ports}");
        }
        var resources = ResourceGenerator.Generate(Mesh.Of(yaml), Mesh.Sidecar(account: "client"));
        var load = Assert.Single(resources.Endpoints, load => load.ClusterName.StartsWith("outbound|80||", StringComparison.Ordinal));
        var endpoint = Assert.Single(Assert.Single(load.Endpoints).LbEndpoints);
        var cluster = ClusterOf(yaml);

        Assert.Equal("auto", TransportOf(cluster));
        Assert.Equal(
            expected,
            endpoint.Metadata.FilterMetadata.TryGetValue("envoy.transport_socket_match", out var labels)
                && labels.Equals(cluster.TransportSocketMatches[0].Match));
    }

    [Theory]
    [InlineData("http", "istio-http/1.1,istio,http/1.1")]
    [InlineData("http2", "istio-h2,istio,h2")]
    [InlineData("grpc", "istio-h2,istio,h2")]
    [InlineData("tcp", "istio-peer-exchange,istio")]
    [InlineData("any", "istio-peer-exchange,istio")]
    public void Peers_are_told_by_what_they_offer(string protocol, string expected)
    {
        var context = ContextOf(ClusterOf(Web(protocol: protocol)));
        Assert.Equal(expected, string.Join(',', context.CommonTlsContext.AlpnProtocols));
        Assert.Equal(ServerName, context.Sni);
    }

    [Fact]
    public void Clients_know_who_serves_in_every_trust_domain()
    {
        var yaml = Web() + """

            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: { name: istio, namespace: istio-system }
            data: { mesh: "trustDomain: new\ntrustDomainAliases: [old]" }
            """;
        Assert.Equal(["spiffe://new/ns/default/sa/web", "spiffe://old/ns/default/sa/web"], NamesOf(ClusterOf(yaml)));
    }

    [Theory]
    [InlineData("enableAutoMtls: false", "client")]
    [InlineData("enableAutoMtls: true", null)]
    public void Without_automatic_mTLS_or_without_an_identity_nothing_is_encrypted(string mesh, string? account)
    {
        var yaml = Web() + $$"""

            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: { name: istio, namespace: istio-system }
            data: { mesh: "{{mesh}}" }
            """;
        Assert.Equal("plain", TransportOf(ClusterOf(yaml, account: account)));
    }

    [Theory]
    [InlineData("MESH_EXTERNAL", "plain")]
    [InlineData("MESH_INTERNAL", "auto")]
    public void Services_outside_of_the_mesh_are_left_alone(string location, string expected)
    {
        var yaml = $$"""
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: { name: vm }
            spec:
              hosts: [vm.example.com]
              location: {{location}}
              resolution: STATIC
              ports: [{ number: 80, name: http, protocol: HTTP }]
              subjectAltNames: [spiffe://vm]
              endpoints:
              - { address: 10.0.0.7, serviceAccount: vm, labels: { security.istio.io/tlsMode: istio } }
            """;
        var cluster = ClusterOf(yaml, "outbound|80||vm.example.com");
        Assert.Equal(expected, TransportOf(cluster));
        if (expected == "auto")
            Assert.Equal(["spiffe://vm", "spiffe://cluster.local/ns/default/sa/vm"], NamesOf(cluster));
    }

    [Theory]
    [InlineData(true, true, "mesh")]
    [InlineData(true, false, "plain")]
    [InlineData(false, false, "plain")]
    public void Addresses_that_clients_choose_themselves_must_all_take_it(bool first, bool second, string expected)
    {
        var yaml = (Web(first, "tcp") + Pod("web-2", second)).Replace("clusterIP: 10.96.0.1", "clusterIP: None")
            .Replace("endpoints: [", "endpoints: [{ addresses: [10.0.0.2], targetRef: { kind: Pod, name: web-2 } }, ");
        Assert.Equal(expected, TransportOf(ClusterOf(yaml)));
    }

    [Fact]
    public void Of_servers_outside_the_host_is_asked_for_and_checked()
    {
        var tls = ContextOf(ClusterOf(Web() + Rule("mode: SIMPLE")));
        Assert.Equal("", tls.Sni);
        Assert.NotNull(tls.CommonTlsContext.ValidationContext.SystemRootCerts);

        var bytes = ContextOf(ClusterOf(Web(protocol: "tcp") + Rule("mode: SIMPLE")));
        Assert.Equal("web.default.svc.cluster.local", bytes.Sni);
    }

    [Theory]
    [InlineData("mode: SIMPLE, sni: a, subjectAltNames: [b, spiffe://c], caCertificates: /ca, caCrl: /crl", false)]
    [InlineData(
        "mode: MUTUAL, clientCertificate: /c, privateKey: /k, caCertificates: /ca, caCrl: /crl, sni: a, "
            + "subjectAltNames: [b, spiffe://c]",
        true)]
    public void Files_and_names_are_those_of_the_rule(string rule, bool isMutual)
    {
        var tls = ContextOf(ClusterOf(Web() + Rule(rule)));
        var validation = tls.CommonTlsContext.ValidationContext;
        Assert.Equal(("a", "/ca", "/crl"), (tls.Sni, validation.TrustedCa.Filename, validation.Crl.Filename));
        Assert.Equal(["b", "spiffe://c"], validation.MatchTypedSubjectAltNames.Select(name => name.Matcher.Exact));
        Assert.Equal(isMutual ? 1 : 0, tls.CommonTlsContext.TlsCertificates.Count);
        if (isMutual) Assert.Equal("/k", tls.CommonTlsContext.TlsCertificates[0].PrivateKey.Filename);
    }

    [Fact]
    public void What_is_not_to_be_verified_is_not()
    {
        var validation = ContextOf(ClusterOf(Web() + Rule("mode: SIMPLE, insecureSkipVerify: true, subjectAltNames: [b]")))
            .CommonTlsContext.ValidationContext;
        Assert.Equal(
            CertificateValidationContext.Types.TrustChainVerification.AcceptUntrusted, validation.TrustChainVerification);
        Assert.Empty(validation.MatchTypedSubjectAltNames);
    }

    [Fact]
    public void Secrets_of_a_rule_have_the_names_that_gateways_ask_for()
    {
        var common = ContextOf(ClusterOf(Web() + Rule("mode: MUTUAL, credentialName: partner"))).CommonTlsContext;
        Assert.Equal("kubernetes://partner", Assert.Single(common.TlsCertificateSdsSecretConfigs).Name);
        Assert.Equal(
            "kubernetes://partner-cacert",
            common.CombinedValidationContext.ValidationContextSdsSecretConfig.Name);
    }

    [Fact]
    public void A_rule_may_name_others_than_the_services_own_workloads()
    {
        var cluster = ClusterOf(Web() + Rule("mode: ISTIO_MUTUAL, sni: other, subjectAltNames: [spiffe://td/x]"));
        Assert.Equal("other", ContextOf(cluster).Sni);
        Assert.Equal(["spiffe://td/x"], NamesOf(cluster));
    }

    [Theory]
    [InlineData("serviceAccountName: web", "serviceAccountName: other", false)]
    [InlineData("tlsMode: istio", "tlsMode: none", false)]
    [InlineData("app: web, sec", "app: web, more: labels, sec", true)]
    public void A_change_of_who_serves_changes_clusters_and_another_does_not(string from, string to, bool isOfEndpointsAlone)
    {
        var before = Mesh.Of(Web());
        var after = before.WithEndpointsOf(Mesh.Configuration(Web().Replace(from, to), version: 2));
        Assert.Equal(isOfEndpointsAlone, MeshSnapshot.OnlyEndpointsDiffer(before, after, Mesh.Sidecar(account: "client")));
    }

    [Fact]
    public void A_workload_that_is_not_ready_is_known_already()
    {
        var yaml = Web().Replace("addresses: [10.0.0.1]", "addresses: [10.0.0.1], conditions: { ready: false }");
        Assert.Equal(["spiffe://cluster.local/ns/default/sa/web"], NamesOf(ClusterOf(yaml)));
    }

    private static Cluster ClusterOf(
        string yaml, string name = "outbound|80||web.default.svc.cluster.local", string? account = "client") =>
        Assert.Single(
            ResourceGenerator.Generate(Mesh.Of(yaml), Mesh.Sidecar(account: account)).Clusters,
            cluster => cluster.Name == name);

    private static string TransportOf(Cluster cluster)
    {
        if (cluster.TransportSocketMatches.Count > 0) return "auto";
        if (cluster.TransportSocket is null) return "plain";
        var common = ContextOf(cluster).CommonTlsContext;
        if (common.TlsCertificateSdsSecretConfigs.Any(secret => secret.Name == "default")) return "mesh";
        return common.TlsCertificates.Count > 0 ? "MUTUAL" : "SIMPLE";
    }

    private static UpstreamTlsContext ContextOf(Cluster cluster)
    {
        var socket = cluster.TransportSocket ?? cluster.TransportSocketMatches[0].TransportSocket;
        return socket.TypedConfig.Unpack<UpstreamTlsContext>();
    }

    private static IEnumerable<string> NamesOf(Cluster cluster) => ContextOf(cluster).CommonTlsContext
        .CombinedValidationContext.DefaultValidationContext.MatchTypedSubjectAltNames.Select(name => name.Matcher.Exact);

    private static string Policy(string mode, string onPort)
    {
        var port = onPort.Length == 0 ? "" : $"portLevelSettings: [{{ port: {{ number: 80 }}, {Block(onPort)} }}]";
        return $"{{ {string.Join(", ", new[] { mode.Length == 0 ? "" : Block(mode), port }.Where(part => part.Length > 0))} }}";
    }

    private static string Block(string mode) => mode switch
    {
        "OTHER" => "loadBalancer: { simple: RANDOM }",
        "MUTUAL" => "tls: { mode: MUTUAL, clientCertificate: /c, privateKey: /k }",
        _ => $"tls: {{ mode: {mode} }}",
    };

    private static string Rule(string tls) => $$"""

        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: web }
        spec: { host: web, trafficPolicy: { tls: { {{tls}} } } }
        """;

    private static string Peer(string name, string spec) => $$"""

        ---
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: { name: {{name}} }
        spec: { {{spec}} }
        """;

    private static string Pod(string name, bool hasSidecar) => $$"""

        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: {{name}}, labels: { app: web{{(hasSidecar ? ", security.istio.io/tlsMode: istio" : "")}} } }
        spec: { serviceAccountName: web, containers: [{ name: web, image: web }] }
        """;

    private static string Web(bool hasSidecar = true, string protocol = "http") => $$"""
        apiVersion: v1
        kind: Service
        metadata: { name: web }
        spec:
          clusterIP: 10.96.0.1
          selector: { app: web }
          ports: [{ name: {{protocol}}, port: 80, targetPort: 8080 }]
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: web-1, labels: { kubernetes.io/service-name: web } }
        addressType: IPv4
        ports: [{ name: {{protocol}}, port: 8080 }]
        endpoints: [{ addresses: [10.0.0.1], targetRef: { kind: Pod, name: web-1 } }]
        """ + Pod("web-1", hasSidecar);
}
