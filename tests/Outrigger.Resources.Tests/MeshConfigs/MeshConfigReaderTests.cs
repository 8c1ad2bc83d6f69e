using Outrigger.Resources.Kubernetes.ConfigMaps;
using Outrigger.Resources.MeshConfigs;
using Outrigger.Resources.Networking.Sidecars;

namespace Outrigger.Resources.Tests.MeshConfigs;

public class MeshConfigReaderTests
{
    [Fact]
    public void Reads_what_the_mesh_acts_upon()
    {
        (MeshConfig? config, IReadOnlyList<Diagnostic> findings) = Read("""
            trustDomain: example.org
            trustDomainAliases: [old.example.org]
            enableAutoMtls: false
            rootNamespace: mesh
            connectTimeout: 3s
            protocolDetectionTimeout: 100ms
            outboundTrafficPolicy: { mode: REGISTRY_ONLY }
            pathNormalization: { normalization: MERGE_SLASHES }
            meshMTLS: { minProtocolVersion: TLSV1_3 }
            tlsDefaults: { ecdhCurves: [P-256], cipherSuites: [ECDHE-RSA-AES128-GCM-SHA256] }
            defaultConfig: { gatewayTopology: { numTrustedProxies: 2, forwardClientCertDetails: APPEND_FORWARD } }
            extensionProviders:
            - name: over-grpc
              envoyExtAuthzGrpc: { service: authz.default.svc.cluster.local, port: 9000, failOpen: true, timeout: 2s }
            - name: over-http
              envoyExtAuthzHttp:
                service: mesh/authz.example.org
                port: 8000
                pathPrefix: /check
                statusOnError: "503"
                includeRequestHeadersInCheck: [x-user, x-id-*]
                includeAdditionalHeadersInCheck: { x-mesh: outrigger }
                includeRequestBodyInCheck: { maxRequestBytes: 4096, allowPartialMessage: true }
                headersToUpstreamOnAllow: [x-checked]
                headersToDownstreamOnDeny: [set-cookie]
                headersToDownstreamOnAllow: [x-quota]
            """);

        Assert.Empty(findings);
        Assert.NotNull(config);
        Assert.Equal("example.org", config.TrustDomain);
        Assert.Equal(["old.example.org"], config.TrustDomainAliases);
        Assert.False(config.EnableAutoMtls);
        Assert.Equal(TimeSpan.FromMilliseconds(100), config.ProtocolDetectionTimeout);
        Assert.Equal(OutboundTrafficPolicyMode.RegistryOnly, config.OutboundTrafficPolicy!.Mode);
        Assert.Equal(MeshTlsVersion.TlsV13, config.MeshMtls!.MinProtocolVersion);
        Assert.Equal(["P-256"], config.TlsDefaults!.EcdhCurves);
        Assert.Equal(2u, config.DefaultConfig!.GatewayTopology!.NumTrustedProxies);
        Assert.True(config.ExtensionProviders[0].EnvoyExtAuthzGrpc!.FailOpen);
        Assert.Equal(4096u, config.ExtensionProviders[1].EnvoyExtAuthzHttp!.IncludeRequestBodyInCheck!.MaxRequestBytes);
    }

    [Theory]
    [InlineData("trustdomain: a", "OUT0006", 8, 5, "unknown field \"trustdomain\"; did you mean \"trustDomain\"?")]
    [InlineData("trustDomain: a\nenableAutoMtls: \"no\"", "OUT0007", 9, 21, "found the text \"no\", expected true or false")]
    [InlineData("meshMTLS:\n  minProtocolVersion: TLSV1_1", "OUT0008", 9, 27, "TLSV1_1")]
    [InlineData("trustDomain: [", "OUT0001", 8, 5, "")]
    [InlineData("- a", "OUT0007", 8, 5, "expected a mapping")]
    [InlineData("extensionProviders:\n- name: a\n  prometheus: {}\n  zipkin: {}", "OUT0011", 11, 7, "together")]
    [InlineData("extensionProviders:\n- {name: a}\n- {name: a}", "OUT0010", 10, 14, "items 0 and 1")]
    public void Says_what_is_wrong_and_where_in_the_file(string mesh, string code, int line, int column, string text)
    {
        (MeshConfig? config, IReadOnlyList<Diagnostic> findings) = Read(mesh);

        Assert.Null(config);
        Diagnostic finding = Assert.Single(findings, found => found.Severity == Severity.Error);
        Assert.Equal(code, finding.Code);
        Assert.Contains(text, finding.Message, StringComparison.Ordinal);
        Assert.Equal(("mesh.yaml", line, column), (finding.File, finding.Line, finding.Column));
        Assert.StartsWith("data.mesh", finding.Path, StringComparison.Ordinal);
        Assert.Equal(new ResourceKey("ConfigMap", "istio-system", "istio"), finding.Resource);
    }

    [Theory]
    [InlineData("accessLogFile: /dev/stdout", "data.mesh.accessLogFile")]
    [InlineData("defaultConfig: { discoveryAddress: 'istiod:15012' }", "data.mesh.defaultConfig.discoveryAddress")]
    [InlineData("defaultProviders: { metrics: [prometheus] }", "data.mesh.defaultProviders")]
    [InlineData(
        "extensionProviders: [{ name: z, zipkin: { service: z, port: 9411 } }]", "data.mesh.extensionProviders[0].zipkin")]
    [InlineData("localityLbSetting: { enabled: true }", "data.mesh.localityLbSetting")]
    public void Names_what_is_not_acted_upon(string mesh, string path)
    {
        (MeshConfig? config, IReadOnlyList<Diagnostic> findings) = Read(mesh);

        Assert.NotNull(config);
        Diagnostic finding = Assert.Single(findings);
        Assert.Equal((Severity.Warning, DiagnosticCodes.ParsedOnly), (finding.Severity, finding.Code));
        Assert.Equal(path, finding.Path);
    }

    [Fact]
    public void Reads_a_text_that_does_not_stand_in_a_block()
    {
        var map = (ResourceObject<ConfigMap>)Assert.Single(ResourceReader.Read(
            """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "istio"}, "data": {"mesh": "trustDomain: td"}}""",
            "mesh.json").Objects);

        Assert.Equal("td", MeshConfigReader.Read(map).Config!.TrustDomain);
    }

    [Theory]
    [InlineData("networks: {}", 0)]
    [InlineData("networks: { n1: {} }", 1)]
    public void Networks_are_named_when_there_are_any(string networks, int warnings)
    {
        var map = (ResourceObject<ConfigMap>)Assert.Single(ResourceReader.Read($$"""
            apiVersion: v1
            kind: ConfigMap
            metadata: { name: istio, namespace: istio-system }
            data:
              meshNetworks: "{{networks}}"
            """).Objects);

        Assert.Equal(warnings, MeshConfigReader.Read(map).Findings.Count);
    }

    private static (MeshConfig? Config, IReadOnlyList<Diagnostic> Findings) Read(string mesh)
    {
        string yaml = $"""
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: istio
              namespace: istio-system
            data:
              mesh: |-
            {string.Join('\n', mesh.Split('\n').Select(line => $"    {line.TrimEnd('\r')}"))}
            """;
        ReadResult read = ResourceReader.Read(yaml, "mesh.yaml");
        Assert.Empty(read.Diagnostics);
        return MeshConfigReader.Read((ResourceObject<ConfigMap>)Assert.Single(read.Objects));
    }
}
