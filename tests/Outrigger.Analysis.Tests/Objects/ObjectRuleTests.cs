using Outrigger.Analysis.Tests.Support;
using Outrigger.Resources;

namespace Outrigger.Analysis.Tests.Objects;

/// <summary>The rules of the kinds other than VirtualService.</summary>
public class ObjectRuleTests
{
    [Theory]
    [InlineData("DestinationRule", "{host: '*.local', subsets: [{name: v1, labels: {version: v1}}]}")]
    [InlineData("DestinationRule", "{host: a, trafficPolicy: {tls: {mode: MUTUAL, credentialName: c}}}")]
    [InlineData(
        "DestinationRule", "{host: a, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true}}}}")]
    [InlineData(
        "Gateway",
        "{servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*', ns/a.com, './b.com']}]}")]
    [InlineData(
        "Gateway",
        "{servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [a], tls: {httpsRedirect: "
            + "true}}]}")]
    [InlineData(
        "Gateway",
        "{servers: [{port: {number: 443, name: s, protocol: HTTPS}, hosts: [a], tls: {mode: SIMPLE, "
            + "credentialName: c}}]}")]
    [InlineData(
        "Gateway",
        "{servers: [{port: {number: 443, name: s, protocol: TLS}, hosts: [a], tls: {mode: PASSTHROUGH}}]}")]
    [InlineData(
        "ServiceEntry",
        "{hosts: [a.com], resolution: DNS, ports: [{number: 80, name: http, protocol: HTTP}]}")]
    [InlineData("ServiceEntry", "{hosts: ['*.a.com'], ports: [{number: 443, name: tls, protocol: TLS}]}")]
    [InlineData("WorkloadEntry", "{address: 10.0.0.1, labels: {app: a}}")]
    [InlineData("WorkloadEntry", "{address: vm.example.com}")]
    [InlineData(
        "Sidecar",
        "{egress: [{port: {number: 80, protocol: HTTP, name: h}, hosts: ['*/*']}, {hosts: ['./*', "
            + "'ns/a.com']}]}")]
    [InlineData(
        "Sidecar",
        "{ingress: [{port: {number: 80, protocol: HTTP, name: h}, defaultEndpoint: '127.0.0.1:8080'}]}")]
    public void Accepts(string kind, string spec) =>
        Assert.NotEqual(Verdict.Rejected, Verdicts.Of(Istio(kind, spec)).Verdict);

    [Theory]
    [InlineData(
        "DestinationRule",
        "{host: a, subsets: [{name: v1, labels: {'bad key': a}}]}",
        "spec.subsets[0].labels[bad key]")]
    [InlineData(
        "DestinationRule",
        "{host: a, trafficPolicy: {connectionPool: {tcp: {maxConnections: -1}}}}",
        "spec.trafficPolicy.connectionPool.tcp.maxConnections")]
    [InlineData(
        "DestinationRule",
        "{host: a, trafficPolicy: {loadBalancer: {consistentHash: {maglev: {}}}}}",
        "spec.trafficPolicy.loadBalancer.consistentHash")]
    [InlineData(
        "DestinationRule",
        "{host: a, trafficPolicy: {outlierDetection: {maxEjectionPercent: 101}}}",
        "spec.trafficPolicy.outlierDetection.maxEjectionPercent")]
    [InlineData(
        "DestinationRule", "{host: a, trafficPolicy: {tls: {mode: MUTUAL}}}", "spec.trafficPolicy.tls")]
    [InlineData(
        "DestinationRule",
        "{host: a, trafficPolicy: {tls: {mode: ISTIO_MUTUAL, caCertificates: f}}}",
        "spec.trafficPolicy.tls")]
    [InlineData(
        "DestinationRule",
        "{host: a, trafficPolicy: {portLevelSettings: [{}]}}",
        "spec.trafficPolicy.portLevelSettings[0]")]
    [InlineData(
        "DestinationRule",
        "{host: a, trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: a/*, to: {b/*: "
            + "50}}]}}}}",
        "spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to")]
    [InlineData(
        "Gateway",
        "{servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: []}]}",
        "spec.servers[0].hosts")]
    [InlineData(
        "Gateway",
        "{servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['Bad Ns/a']}]}",
        "spec.servers[0].hosts[0]")]
    [InlineData(
        "Gateway",
        "{servers: [{port: {number: 80, name: h, protocol: HTTP}, hosts: [a]}, {port: {number: 81, name: h, "
            + "protocol: HTTP}, hosts: [a]}]}",
        "spec.servers[1].port.name")]
    [InlineData(
        "Gateway",
        "{servers: [{port: {number: 80, name: h, protocol: HTTP}, hosts: [a], tls: {mode: SIMPLE, "
            + "credentialName: c}}]}",
        "spec.servers[0].tls")]
    [InlineData(
        "Gateway",
        "{servers: [{port: {number: 443, name: h, protocol: HTTPS}, hosts: [a], tls: {mode: SIMPLE}}]}",
        "spec.servers[0].tls")]
    [InlineData(
        "Gateway",
        "{servers: [{bind: here, port: {number: 80, name: h, protocol: HTTP}, hosts: [a]}]}",
        "spec.servers[0].bind")]
    [InlineData(
        "ServiceEntry",
        "{hosts: [a.com], addresses: [10.0.0], ports: [{number: 80, name: http}]}",
        "spec.addresses[0]")]
    [InlineData(
        "ServiceEntry",
        "{hosts: [a.com], ports: [{number: 80, name: http, protocol: SPDY}]}",
        "spec.ports[0].protocol")]
    [InlineData(
        "ServiceEntry",
        "{hosts: [a.com, a.com], resolution: DNS, ports: [{number: 80, name: http}]}",
        "spec.hosts[1]")]
    [InlineData("WorkloadEntry", "{address: 'bad host'}", "spec.address")]
    [InlineData("Sidecar", "{egress: [{hosts: ['*/*']}, {hosts: ['./*']}]}", "spec.egress[0]")]
    [InlineData(
        "Sidecar",
        "{ingress: [{port: {number: 80, protocol: HTTP, name: h}, defaultEndpoint: '10.0.0.1:80'}]}",
        "spec.ingress[0].defaultEndpoint")]
    [InlineData("Sidecar", "{ingress: [{port: {protocol: HTTP, name: h}}]}", "spec.ingress[0]")]
    public void Rejects(string kind, string spec, string path)
    {
        Diagnostic error = Assert.Single(
            Verdicts.Of(Istio(kind, spec)).Messages, message => message.Severity == Severity.Error);
        Assert.Equal(path, error.Path);
    }

    [Theory]
    [InlineData("{type: ExternalName, externalName: a.com}", null)]
    [InlineData("{clusterIP: None, selector: {app: a}}", null)]
    [InlineData("{type: Loadbalancer, ports: [{port: 80}]}", "spec.type")]
    [InlineData("{type: ExternalName}", "spec.externalName")]
    [InlineData("{selector: {app: a}}", "spec.ports")]
    [InlineData("{clusterIP: 10.0.0, ports: [{port: 80}]}", "spec.clusterIP")]
    [InlineData("{ports: [{port: 80, name: HTTP}]}", "spec.ports[0].name")]
    [InlineData("{ports: [{port: 80, name: a}, {port: 81, name: a}]}", "spec.ports[1].name")]
    [InlineData("{ports: [{port: 80, name: a}, {port: 80, name: b}]}", "spec.ports[1].port")]
    [InlineData("{ports: [{port: 80, targetPort: 70000}]}", "spec.ports[0].targetPort")]
    [InlineData("{ports: [{port: 80, targetPort: Not_A_Name}]}", "spec.ports[0].targetPort")]
    public void Holds_services_to_their_rules(string spec, string? path)
    {
        ObjectVerdict verdict =
            Verdicts.Of($"apiVersion: v1\nkind: Service\nmetadata: {{name: s}}\nspec: {spec}\n");
        Assert.Equal(
            path is null ? [] : [path],
            verdict.Messages.Where(
                message => message.Severity == Severity.Error).Select(message => message.Path));
    }

    private static string Istio(string kind, string spec) =>
        $"apiVersion: networking.istio.io/v1\nkind: {kind}\nmetadata: {{name: x}}\nspec: {spec}\n";
}
