using Outrigger.Analysis.Tests.Support;
using Outrigger.Resources;

namespace Outrigger.Analysis.Tests.Objects;

/// <summary>What is refused of AuthorizationPolicies, and what is doubtful about them.</summary>
public class AuthorizationPolicyTests
{
    [Theory]
    [InlineData("{rules: [{from: [{source: {principals: ['*'], namespaces: [a, 'b-*'], ipBlocks: [10.0.0.0/8]}}]}]}")]
    [InlineData("{rules: [{from: [{source: {serviceAccounts: [a, ns/b]}}]}]}")]
    [InlineData("{rules: [{to: [{operation: {paths: ['/a', '/b/*', '*.html', '/c/{*}/d/{**}'], ports: ['80']}}]}]}")]
    [InlineData("{rules: [{when: [{key: 'request.headers[:method]', values: [GET]}]}]}")]
    [InlineData("{rules: [{when: [{key: 'request.auth.claims[a][b]', notValues: [x]}]}]}")]
    [InlineData("{rules: [{when: [{key: source.trustDomain, values: [a]}, {key: connection.sni, values: [b]}]}]}")]
    [InlineData("{rules: [{when: [{key: destination.port, values: ['80']}, {key: remote.ip, values: ['::1']}]}]}")]
    [InlineData("{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: a}]}")]
    [InlineData("{}")]
    public void Nothing_is_said_of_a_good_policy(string spec) => Assert.Empty(FindingsOf(spec));

    [Theory]
    [InlineData("{rules: [{from: [{source: {ipBlocks: [a]}}]}]}", "spec.rules[0].from[0].source.ipBlocks[0]")]
    [InlineData("{rules: [{from: [{source: {notRemoteIpBlocks: [1.2.3.4/33]}}]}]}", "spec.rules[0].from[0].source.notRemoteIpBlocks[0]")]
    [InlineData("{rules: [{from: [{source: {serviceAccounts: [a/b/c]}}]}]}", "spec.rules[0].from[0].source.serviceAccounts[0]")]
    [InlineData("{rules: [{from: [{source: {serviceAccounts: ['a*']}}]}]}", "spec.rules[0].from[0].source.serviceAccounts[0]")]
    [InlineData("{rules: [{to: [{operation: {ports: ['0']}}]}]}", "spec.rules[0].to[0].operation.ports[0]")]
    [InlineData("{rules: [{to: [{operation: {notPorts: ['70000']}}]}]}", "spec.rules[0].to[0].operation.notPorts[0]")]
    [InlineData("{rules: [{to: [{operation: {paths: ['/{**}/{*}']}}]}]}", "spec.rules[0].to[0].operation.paths[0]")]
    [InlineData("{rules: [{to: [{operation: {paths: ['/a{*}']}}]}]}", "spec.rules[0].to[0].operation.paths[0]")]
    [InlineData("{rules: [{to: [{operation: {paths: ['{*}']}}]}]}", "spec.rules[0].to[0].operation.paths[0]")]
    [InlineData("{rules: [{to: [{operation: {notPaths: ['/a//{*}']}}]}]}", "spec.rules[0].to[0].operation.notPaths[0]")]
    [InlineData("{rules: [{to: [{operation: {paths: ['/{id}']}}]}]}", "spec.rules[0].to[0].operation.paths[0]")]
    [InlineData("{rules: [{to: [{operation: {paths: ['/a*/{*}']}}]}]}", "spec.rules[0].to[0].operation.paths[0]")]
    [InlineData("{rules: [{when: [{key: source.ip, values: [a]}]}]}", "spec.rules[0].when[0].values[0]")]
    [InlineData("{rules: [{when: [{key: destination.port, notValues: [http]}]}]}", "spec.rules[0].when[0].notValues[0]")]
    [InlineData("{rules: [{when: [{key: source.ip}]}]}", "spec.rules[0].when[0]")]
    [InlineData("{rules: [{when: [{key: source.user, values: [a]}]}]}", "spec.rules[0].when[0].key")]
    [InlineData("{rules: [{when: [{key: 'request.headers[]', values: [a]}]}]}", "spec.rules[0].when[0].key")]
    [InlineData("{rules: [{when: [{key: 'request.headers[a][b]', values: [a]}]}]}", "spec.rules[0].when[0].key")]
    [InlineData("{rules: [{when: [{key: 'request.auth.claims', values: [a]}]}]}", "spec.rules[0].when[0].key")]
    [InlineData("{rules: [{when: [{key: 'experimental.envoy.filters.a[b]', values: [a]}]}]}", "spec.rules[0].when[0].key")]
    public void A_mistake_rejects_the_policy(string spec, string path)
    {
        var finding = Assert.Single(FindingsOf(spec), each => each.Severity == Severity.Error);
        Assert.Equal(path, finding.Path);
    }

    [Theory]
    [InlineData("{rules: [{from: [{source: {principals: [a], notPrincipals: ['*']}}]}]}", "spec.rules[0].from[0].source.notPrincipals[0]")]
    [InlineData("{rules: [{from: [{source: {namespaces: [a], notNamespaces: [b, a]}}]}]}", "spec.rules[0].from[0].source.notNamespaces[1]")]
    [InlineData("{rules: [{from: [{source: {principals: ['spiffe://a/ns/b/sa/c']}}]}]}", "spec.rules[0].from[0].source.principals[0]")]
    [InlineData("{rules: [{to: [{operation: {methods: [get]}}]}]}", "spec.rules[0].to[0].operation.methods[0]")]
    [InlineData("{rules: [{to: [{operation: {paths: [admin]}}]}]}", "spec.rules[0].to[0].operation.paths[0]")]
    [InlineData("{rules: [{to: [{operation: {hosts: [a], notHosts: [a]}}]}]}", "spec.rules[0].to[0].operation.notHosts[0]")]
    [InlineData("{action: DENY}", "spec")]
    [InlineData("{targetRefs: [{group: '', kind: Service, name: a}]}", "spec.targetRefs[0].kind")]
    public void What_can_never_match_is_told(string spec, string path)
    {
        var finding = Assert.Single(FindingsOf(spec));
        Assert.Equal((Severity.Warning, path), (finding.Severity, finding.Path));
    }

    private static IReadOnlyList<Diagnostic> FindingsOf(string spec) =>
        Verdicts.Of($"{{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {{name: a}}, spec: {spec}}}").Messages;
}
