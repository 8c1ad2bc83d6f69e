using System.Text.Json;
using Outrigger.Analysis.Tests.Support;

namespace Outrigger.Analysis.Tests.Mesh;

/// <summary>What is found about policies of mutual TLS and about the credentials of gateways.</summary>
public class SecurityCheckTests
{
    private const string Proxy = """
        apiVersion: v1
        kind: Pod
        metadata: {name: ingress, namespace: edge, labels: {app: gateway}}
        spec: {containers: [{name: proxy}]}
        """;

    [Theory]
    [InlineData("default", "", "default", "", "IST0167 PeerAuthentication/b spec")]
    [InlineData("istio-system", "", "istio-system", "", "IST0167 PeerAuthentication/b spec")]
    [InlineData("edge", "app: gateway", "edge", "app: gateway", "IST0167 PeerAuthentication/b spec")]
    [InlineData("default", "", "edge", "")]
    [InlineData("edge", "", "edge", "app: gateway")]
    [InlineData("edge", "", "istio-system", "app: gateway", "IST0166 PeerAuthentication/b spec.selector")]
    public void One_policy_is_in_force_on_each_level(
        string firstSpace, string firstSelector, string space, string selector, params string[] expected) =>
        Assert.Equal(expected, Verdicts.Together(Proxy, Policy("a", firstSpace, firstSelector, 1), Policy("b", space, selector, 2)));

    [Theory]
    [InlineData("SIMPLE, credentialName: good")]
    [InlineData("SIMPLE, credentialName: kubernetes://good")]
    [InlineData("SIMPLE, credentialName: edge/good")]
    [InlineData("MUTUAL, credentialName: good")]
    [InlineData("MUTUAL, credentialName: bare", "IST0161 Gateway/gw spec.servers[0].tls.credentialName")]
    [InlineData("SIMPLE, credentialName: bare")]
    [InlineData("SIMPLE, credentialName: none", "IST0101 Gateway/gw spec.servers[0].tls.credentialName")]
    [InlineData("SIMPLE, credentialName: torn", "IST0161 Gateway/gw spec.servers[0].tls.credentialName")]
    [InlineData("SIMPLE, credentialName: empty", "IST0161 Gateway/gw spec.servers[0].tls.credentialName")]
    [InlineData("SIMPLE, credentialName: other/good", "IST0161 Gateway/gw spec.servers[0].tls.credentialName")]
    [InlineData("SIMPLE, credentialNames: [good, none]", "IST0101 Gateway/gw spec.servers[0].tls.credentialNames[1]")]
    [InlineData("MUTUAL, credentialName: bare, caCertCredentialName: good")]
    [InlineData(
        "MUTUAL, credentialName: bare, caCertCredentialName: none",
        "IST0101 Gateway/gw spec.servers[0].tls.caCertCredentialName")]
    [InlineData(
        "MUTUAL, credentialName: bare, caCertCredentialName: bare",
        "IST0161 Gateway/gw spec.servers[0].tls.caCertCredentialName")]
    public void Secrets_of_gateways_must_be_there_and_in_order(string tls, params string[] expected)
    {
        (string certificate, string key) = TestPem.Create();
        (_, string otherKey) = TestPem.Create();
        string secrets = string.Join("\n---\n", [
            Secret("good", ("tls.crt", certificate), ("tls.key", key), ("ca.crt", certificate)),
            Secret("bare", ("cert", certificate), ("key", key)),
            Secret("torn", ("tls.crt", certificate), ("tls.key", otherKey)),
            Secret("empty", ("tls.crt", "")),
        ]);
        string gateway = $$"""
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: gw, namespace: edge}
            spec:
              selector: {app: gateway}
              servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: [a.com], tls: { mode: {{tls}} } }]
            """;
        Assert.Equal(expected, Verdicts.Together(Proxy, secrets, gateway));
    }

    [Fact]
    public void A_fault_of_a_secret_tells_nothing_of_the_key()
    {
        (string certificate, _) = TestPem.Create();
        (_, string otherKey) = TestPem.Create();
        string? fault = Resources.Kubernetes.Secrets.CertificateSecret.Of(new Resources.Kubernetes.Secrets.Secret
        {
            StringData = new Dictionary<string, string> { ["tls.crt"] = certificate, ["tls.key"] = otherKey },
        }).FaultOfCertificate();
        Assert.Equal("has a certificate or key that cannot be read, or a key of another certificate", fault);
    }

    [Theory]
    [InlineData("HTTPS", "tls: {mode: SIMPLE, serverCertificate: c, privateKey: k}", "IST0145 Gateway/b spec.servers[0].port.protocol")]
    [InlineData("TCP", "", "IST0145 Gateway/b spec.servers[0].port.protocol")]
    [InlineData("HTTP2", "")]
    public void One_port_of_a_gateway_speaks_one_protocol(string protocol, string tls, params string[] expected)
    {
        string server = tls.Length == 0 ? "" : $", {tls}";
        Assert.Equal(
            expected,
            Verdicts.Together(
                Proxy,
                Server("a", 1, "port: {number: 80, name: p, protocol: HTTP}, hosts: [a.com]"),
                Server("b", 2, $"port: {{number: 80, name: p, protocol: {protocol}}}, hosts: [b.com]{server}")));
    }

    [Theory]
    [InlineData("tls: {mode: SIMPLE, serverCertificate: c, privateKey: k, cipherSuites: [RC4]}", ".cipherSuites[0]")]
    [InlineData("tls: {mode: SIMPLE, serverCertificate: c, privateKey: k, ecdhCurves: [P-512]}", ".ecdhCurves[0]")]
    [InlineData("tls: {mode: SIMPLE, serverCertificate: c, privateKey: k, minProtocolVersion: TLSV1_1}", ".minProtocolVersion")]
    [InlineData("tls: {mode: SIMPLE, serverCertificate: c, privateKey: k, httpsRedirect: true}", ".httpsRedirect")]
    [InlineData("tls: {serverCertificate: c, privateKey: k}", "")]
    [InlineData("tls: {mode: PASSTHROUGH, credentialName: c}", "")]
    public void Settings_without_the_effect_that_they_promise_are_named(string tls, string path) =>
        Assert.Equal(
            [$"IST0133 Gateway/a spec.servers[0].tls{path}"],
            Verdicts.Together(Server("a", 1, $"port: {{number: 443, name: p, protocol: HTTPS}}, hosts: [a.com], {tls}"))
                .Where(finding => finding.StartsWith("IST0133", StringComparison.Ordinal)));

    [Theory]
    [InlineData("{tls: {mode: SIMPLE, insecureSkipVerify: true}}", "IST0128", "spec.trafficPolicy.tls.insecureSkipVerify")]
    [InlineData(
        "{portLevelSettings: [{port: {number: 80}, tls: {mode: SIMPLE, insecureSkipVerify: true}}]}",
        "IST0129",
        "spec.trafficPolicy.portLevelSettings[0].tls.insecureSkipVerify")]
    [InlineData("{tls: {mode: SIMPLE, credentialName: c}}", "IST0133", "spec.trafficPolicy.tls.credentialName")]
    public void Calls_that_are_not_safe_or_fail_are_named(string policy, string code, string path)
    {
        ObjectVerdict verdict = Verdicts.Of($$"""
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: a}
            spec: {host: a.com, trafficPolicy: {{policy}}}
            """);
        Assert.Equal((code, path), Assert.Single(verdict.Messages.Select(message => (message.Code, message.Path))));
    }

    [Theory]
    [InlineData("trustDomain: td", Verdict.Accepted)]
    [InlineData("trustDomains: [td]", Verdict.Rejected)]
    [InlineData("enableTracing: true", Verdict.AcceptedWithWarnings)]
    public void The_meshs_own_configuration_is_judged_like_an_object(string mesh, Verdict expected) =>
        Assert.Equal(expected, Verdicts.Of($$"""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio, namespace: istio-system}
            data: {mesh: "{{mesh}}"}
            """).Verdict);

    private static string Policy(string name, string space, string selector, int day)
    {
        string selected = selector.Length == 0 ? "" : $", selector: {{ matchLabels: {{ {selector} }} }}";
        return $$"""
            apiVersion: security.istio.io/v1
            kind: PeerAuthentication
            metadata: { name: {{name}}, namespace: {{space}}, creationTimestamp: "2026-01-0{{day}}T00:00:00Z" }
            spec: { mtls: { mode: STRICT }{{selected}} }
            """;
    }

    private static string Server(string name, int day, string server) => $$"""
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: { name: {{name}}, namespace: edge, creationTimestamp: "2026-01-0{{day}}T00:00:00Z" }
        spec: { selector: { app: gateway }, servers: [{ {{server}} }] }
        """;

    private static string Secret(string name, params (string Key, string Text)[] data)
    {
        IEnumerable<string> entries = data.Select(entry => $"{entry.Key}: {JsonSerializer.Serialize(entry.Text)}");
        return $$"""
            apiVersion: v1
            kind: Secret
            metadata: { name: {{name}}, namespace: edge }
            stringData: { {{string.Join(", ", entries)}} }
            """;
    }
}
