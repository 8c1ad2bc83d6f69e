using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Tests.Validation;

/// <summary>Every rule of the schemas: what it accepts, and what it refuses and where.</summary>
public class SchemaRuleTests
{
    [Theory]
    [InlineData(
        "DestinationRule", "{host: a, trafficPolicy: {connectionPool: {tcp: {connectTimeout: 1ms}}}}")]
    [InlineData("DestinationRule", "{host: a, trafficPolicy: {connectionPool: {tcp: {idleTimeout: 0s}}}}")]
    [InlineData(
        "DestinationRule",
        "{host: a, trafficPolicy: {loadBalancer: {warmup: {duration: 1s, aggression: ~}}}}")]
    [InlineData("ServiceEntry", "{hosts: [a.b], ports: [{number: 65535, name: a}, {number: 1, name: b}]}")]
    [InlineData("ServiceEntry", "{hosts: [a.b], addresses: [10.0.0.0/8], resolution: STATIC}")]
    [InlineData("ServiceEntry", "{hosts: [a.b], resolution: DNS_ROUND_ROBIN, endpoints: [{address: c.d}]}")]
    [InlineData("WorkloadEntry", "{network: remote}")]
    [InlineData("WorkloadEntry", "{address: 'unix:///a/b'}")]
    [InlineData("WorkloadEntry", "{address: 'unix://@abstract'}")]
    [InlineData("WorkloadEntry", "{address: 1.2.3.4, ports: {http-web: 80}}")]
    [InlineData("WorkloadGroup", "{template: {}, probe: {httpGet: {port: 80, scheme: HTTPS}}}")]
    [InlineData(
        "Gateway",
        "{servers: [{port: {number: 1, protocol: TLS, name: a}, hosts: [a], tls: {credentialNames: [a, "
            + "b]}}]}")]
    [InlineData("EnvoyFilter", "{configPatches: [{match: {context: WAYPOINT, waypoint: {portNumber: 80}}}]}")]
    [InlineData("ProxyConfig", "{concurrency: 0, selector: {matchLabels: {a: b}}}")]
    [InlineData(
        "PeerAuthentication", "{selector: {matchLabels: {a: b}}, portLevelMtls: {'80': {mode: STRICT}}}")]
    [InlineData(
        "RequestAuthentication",
        "{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: g}]}")]
    [InlineData("RequestAuthentication", "{jwtRules: [{issuer: a, jwksUri: 'https://a.b/c', timeout: 5s}]}")]
    [InlineData("AuthorizationPolicy", "{rules: [{}, {from: [{source: {serviceAccounts: [a]}}]}]}")]
    [InlineData(
        "Telemetry", "{metrics: [{overrides: [{tagOverrides: {a: {operation: REMOVE}, b: {value: c}}}]}]}")]
    [InlineData("WasmPlugin", "{url: 'registry.example.com/image:1.0'}")]
    [InlineData(
        "WasmPlugin",
        "{url: 'oci://a.b/c', vmConfig: {env: [{name: A, valueFrom: HOST}, {name: B, value: c}]}}")]
    [InlineData("TrafficExtension", "{lua: {inlineCode: x}, match: [{ports: [{number: 80}]}]}")]
    public void Accepts(string kind, string spec) =>
        Assert.DoesNotContain(Read(kind, spec).Diagnostics, finding => finding.Severity == Severity.Error);

    [Theory]
    [InlineData(
        "DestinationRule",
        "{host: a, trafficPolicy: {connectionPool: {tcp: {connectTimeout: 999us}}}}",
        "spec.trafficPolicy.connectionPool.tcp.connectTimeout")]
    [InlineData(
        "DestinationRule",
        "{host: a, trafficPolicy: {connectionPool: {tcp: {idleTimeout: soon}}}}",
        "spec.trafficPolicy.connectionPool.tcp.idleTimeout")]
    [InlineData(
        "DestinationRule",
        "{host: a, trafficPolicy: {outlierDetection: {outlierDetectionHttpErrorCodes: [99]}}}",
        "spec.trafficPolicy.outlierDetection.outlierDetectionHttpErrorCodes[0]")]
    [InlineData(
        "DestinationRule",
        "{host: a, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, httpHeaderName: x}}}}",
        "spec.trafficPolicy.loadBalancer.consistentHash.httpHeaderName")]
    [InlineData(
        "DestinationRule",
        "{host: a, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, maglev: {}, ringHash: "
            + "{}}}}}",
        "spec.trafficPolicy.loadBalancer.consistentHash.ringHash")]
    [InlineData("ServiceEntry", "{hosts: []}", "spec.hosts")]
    [InlineData("ServiceEntry", "{hosts: ['*']}", "spec.hosts[0]")]
    [InlineData("ServiceEntry", "{hosts: [a.b], ports: [{number: 0, name: a}]}", "spec.ports[0].number")]
    [InlineData(
        "ServiceEntry",
        "{hosts: [a.b], ports: [{number: 1, name: a}, {number: 1, name: b}]}",
        "spec.ports[1].number")]
    [InlineData(
        "ServiceEntry",
        "{hosts: [a.b], ports: [{number: 1, name: a}, {number: 2, name: a}]}",
        "spec.ports[1].name")]
    [InlineData("ServiceEntry", "{hosts: [a.b], addresses: [10.0.0.0/8], resolution: DNS}", "spec.addresses")]
    [InlineData("ServiceEntry", "{hosts: [a.b], endpoints: [{address: 1.2.3.4}]}", "spec.endpoints")]
    [InlineData(
        "ServiceEntry",
        "{hosts: [a.b], resolution: DNS_ROUND_ROBIN, endpoints: [{address: c}, {address: d}]}",
        "spec.endpoints")]
    [InlineData(
        "ServiceEntry",
        "{hosts: [a.b], workloadSelector: {labels: {a: '*'}}}",
        "spec.workloadSelector.labels.a")]
    [InlineData("WorkloadEntry", "{labels: {a: b}}", "spec")]
    [InlineData("WorkloadEntry", "{address: 'unix://'}", "spec.address")]
    [InlineData("WorkloadEntry", "{address: 'unix:///a/'}", "spec.address")]
    [InlineData("WorkloadEntry", "{address: 'unix:///a', ports: {a: 1}}", "spec.ports")]
    [InlineData("WorkloadEntry", "{address: a, ports: {-a: 1}}", "spec.ports")]
    [InlineData(
        "WorkloadGroup",
        "{template: {}, probe: {httpGet: {port: 80, scheme: FTP}}}",
        "spec.probe.httpGet.scheme")]
    [InlineData(
        "WorkloadGroup",
        "{template: {}, probe: {httpGet: {port: 80}, tcpSocket: {port: 80}}}",
        "spec.probe.tcpSocket")]
    [InlineData(
        "Gateway",
        "{servers: [{port: {number: 1, protocol: TLS, name: a}, hosts: [a], tls: {credentialNames: [a, b, "
            + "c]}}]}",
        "spec.servers[0].tls.credentialNames")]
    [InlineData(
        "Gateway",
        "{servers: [{port: {number: 1, protocol: TLS, name: a}, hosts: [a], tls: {credentialName: a, "
            + "credentialNames: [b]}}]}",
        "spec.servers[0].tls.credentialNames")]
    [InlineData(
        "EnvoyFilter",
        "{configPatches: [{match: {context: WAYPOINT}}]}",
        "spec.configPatches[0].match.context")]
    [InlineData(
        "EnvoyFilter", "{configPatches: [{match: {waypoint: {}}}]}", "spec.configPatches[0].match.waypoint")]
    [InlineData(
        "EnvoyFilter", "{configPatches: [{patch: {value: [x]}}]}", "spec.configPatches[0].patch.value")]
    [InlineData("ProxyConfig", "{selector: {matchLabels: {'a*': b}}}", "spec.selector.matchLabels")]
    [InlineData("ProxyConfig", "{selector: {matchLabels: {'': b}}}", "spec.selector.matchLabels")]
    [InlineData("PeerAuthentication", "{portLevelMtls: {'80': {}}}", "spec.portLevelMtls")]
    [InlineData(
        "PeerAuthentication",
        "{selector: {matchLabels: {a: b}}, portLevelMtls: {'65536': {}}}",
        "spec.portLevelMtls")]
    [InlineData("RequestAuthentication", "{selector: {}, targetRefs: []}", "spec.targetRefs")]
    [InlineData(
        "RequestAuthentication",
        "{targetRefs: [{kind: Gateway, name: g, namespace: n}]}",
        "spec.targetRefs[0].namespace")]
    [InlineData(
        "RequestAuthentication",
        "{jwtRules: [{jwks: a, jwksUri: 'https://a.b'}]}",
        "spec.jwtRules[0].jwksUri")]
    [InlineData(
        "RequestAuthentication", "{jwtRules: [{jwks_uri: 'ftp://a.b'}]}", "spec.jwtRules[0].jwks_uri")]
    [InlineData(
        "AuthorizationPolicy",
        "{rules: [{from: [{source: {notServiceAccounts: [a], namespaces: [b]}}]}]}",
        "spec.rules[0].from[0].source.namespaces")]
    [InlineData("AuthorizationPolicy", "{rules: [{when: [{values: [a]}]}]}", "spec.rules[0].when[0].key")]
    [InlineData(
        "Telemetry",
        "{metrics: [{overrides: [{tagOverrides: {a: {operation: UPSERT}}}]}]}",
        "spec.metrics[0].overrides[0].tagOverrides.a.operation")]
    [InlineData(
        "Telemetry",
        "{metrics: [{overrides: [{tagOverrides: {a: {operation: REMOVE, value: b}}}]}]}",
        "spec.metrics[0].overrides[0].tagOverrides.a.value")]
    [InlineData(
        "Telemetry",
        "{tracing: [{randomSamplingPercentage: 100.5}]}",
        "spec.tracing[0].randomSamplingPercentage")]
    [InlineData("WasmPlugin", "{url: 'gopher://a.b'}", "spec.url")]
    [InlineData("WasmPlugin", "{url: a.b, sha256: ABC}", "spec.sha256")]
    [InlineData(
        "WasmPlugin",
        "{url: a.b, vmConfig: {env: [{name: A, valueFrom: HOST, value: b}]}}",
        "spec.vmConfig.env[0].value")]
    [InlineData("TrafficExtension", "{phase: AUTHN}", "spec")]
    [InlineData("TrafficExtension", "{wasm: {url: a.b}, lua: {inlineCode: x}}", "spec.lua")]
    [InlineData(
        "TrafficExtension",
        "{lua: {inlineCode: x}, match: [{ports: [{number: 0}]}]}",
        "spec.match[0].ports[0].number")]
    public void Rejects(string kind, string spec, string path)
    {
        Diagnostic error = Assert.Single(
            Read(kind, spec).Diagnostics, finding => finding.Severity == Severity.Error);
        Assert.Equal(path, error.Path);
        Assert.Matches("found|missing", error.Message);
    }

    [Fact]
    public void Every_rule_stands_at_some_field()
    {
        var values = new HashSet<ValueRule>();
        var records = new HashSet<ConsistencyRule>();
        var seen = new HashSet<Type>();
        foreach (ResourceKind kind in ResourceKinds.All)
        {
            Collect(RecordSchema.Of(kind.SpecType), values, records, seen);
        }

        Assert.Equal(Enum.GetValues<ValueRule>(), values.Order());
        Assert.Equal(Enum.GetValues<ConsistencyRule>(), records.Order());
    }

    private static void Collect(
        RecordSchema record, HashSet<ValueRule> values, HashSet<ConsistencyRule> records, HashSet<Type> seen)
    {
        if (!seen.Add(record.Type)) return;
        records.UnionWith(record.Rules);
        IEnumerable<ValueSchema?> fields = record.Fields.SelectMany(field => new[] { field.Value, field.Value.Item });
        foreach (ValueSchema value in fields.OfType<ValueSchema>())
        {
            values.UnionWith(value.Rules);
            if (value.Kind == ValueKind.Record) Collect(value.Record, values, records, seen);
        }
    }

    private static ReadResult Read(string kind, string spec)
    {
        string apiVersion = ResourceKinds.Find(kind)!.ApiVersion;
        return ResourceReader.Read(
            $"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: x}}\nspec: {spec}\n");
    }
}
