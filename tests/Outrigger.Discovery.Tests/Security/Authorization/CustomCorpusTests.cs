using Envoy.Config.Core.V3;
using Envoy.Config.Listener.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Google.Protobuf;
using Outrigger.Xds.Contract.Json;
using HttpAuthorization = Envoy.Extensions.Filters.Http.ExtAuthz.V3.ExtAuthz;

namespace Outrigger.Discovery.Tests.Security.Authorization;

/// <summary>Istio's own cases of the action CUSTOM: its policies, and the filters that it generates of them.</summary>
public sealed class CustomCorpusTests
{
    private const string Services = """
        apiVersion: v1
        kind: Service
        metadata: { name: httpbin, namespace: foo }
        spec: { selector: { app: httpbin }, ports: [{ name: http, port: 8080 }, { name: tcp, port: 9000 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: my-custom-ext-authz, namespace: foo }
        spec: { selector: { app: authz }, ports: [{ name: grpc, port: 9000 }] }
        ---

        """;

    private const string Host = "my-custom-ext-authz.foo.svc.cluster.local";

    private const string Grpc = $$"""
        envoyExtAuthzGrpc:
          service: foo/{{Host}}
          port: 9000
          failOpen: true
          statusOnError: "403"
          timeout: 2ms
          includeRequestBodyInCheck: { maxRequestBytes: 4096, allowPartialMessage: true }
        """;

    private const string GrpcWithoutNamespace = $$"""
        envoyExtAuthzGrpc: { service: {{Host}}, port: 9000, failOpen: true, statusOnError: "403" }
        """;

    private const string Http = $$"""
        envoyExtAuthzHttp:
          service: foo/{{Host}}
          port: 9000
          failOpen: true
          statusOnError: "403"
          timeout: 10s
          pathPrefix: /check
          includeRequestHeadersInCheck: [x-custom-id, x-prefix-*, "*-suffix"]
          includeAdditionalHeadersInCheck: { x-header-2: value-2, x-header-1: value-1 }
          includeRequestBodyInCheck: { maxRequestBytes: 2048, allowPartialMessage: true, packAsBytes: true }
          headersToUpstreamOnAllow: [Authorization, x-prefix-*, "*-suffix"]
          headersToDownstreamOnDeny: [Set-cookie, x-prefix-*, "*-suffix"]
          headersToDownstreamOnAllow: [Set-cookie, x-prefix-*, "*-suffix"]
        """;

    [Theory]
    [InlineData("custom-simple-http", "custom-grpc-provider", Grpc)]
    [InlineData("custom-simple-http", "custom-grpc-provider-no-namespace", GrpcWithoutNamespace)]
    [InlineData("custom-simple-http", "custom-http-provider", Http)]
    [InlineData("custom-simple-http", "custom-bad", "envoyExtAuthzGrpc: { service: nowhere.example, port: 9000 }")]
    [InlineData("custom-simple-http", "custom-bad", $"envoyExtAuthzGrpc: {{ service: bar/{Host}, port: 9000 }}")]
    [InlineData("custom-simple-http", "custom-bad", $"envoyExtAuthzGrpc: {{ service: {Host}, port: 9001 }}")]
    [InlineData("custom-simple-http", "custom-bad", $"envoyExtAuthzHttp: {{ service: {Host}, port: 9000, pathPrefix: check }}")]
    [InlineData("custom-simple-http", "custom-bad", $"envoyExtAuthzGrpc: {{ service: {Host}, port: 9000, statusOnError: \"999\" }}")]
    [InlineData("custom-simple-http", "custom-bad", "envoyFileAccessLog: { path: /dev/stdout }")]
    [InlineData("custom-bad-multiple-providers", "custom-bad-multiple-providers", Grpc)]
    public void Requests_are_decided_about_as_in_istio(string policies, string expected, string provider)
    {
        var filters = HttpFiltersOf(Read($"http/{policies}-in.yaml"), provider);
        var files = FilesOf($"http/{expected}");
        Assert.Equal(files.Select(Parse<HttpFilter>), filters.Take(files.Length));
        Assert.DoesNotContain(
            filters.Skip(files.Length), filter => filter.Name.Contains("authz", StringComparison.Ordinal));
    }

    [Fact]
    public void Connections_are_decided_about_as_in_istio()
    {
        const string Short = $$"""
            envoyExtAuthzGrpc: { service: foo/{{Host}}, port: 9000, failOpen: true, timeout: 2ms }
            """;
        var filters = NetworkFiltersOf(Read("tcp/custom-both-http-tcp-in.yaml"), Short);
        Assert.Equal(FilesOf("tcp/custom-both-http-tcp").Select(Parse<Filter>), filters.SkipLast(1));
    }

    [Theory]
    [InlineData(Http, 0)]
    [InlineData(Grpc, 2)]
    public void An_authorizer_of_requests_is_not_asked_about_connections(string provider, int filters) => Assert.Equal(
        filters, NetworkFiltersOf(Read("tcp/custom-only-http-in.yaml"), provider).Count - 1);

    [Fact]
    public void Questions_come_before_other_rules_and_dry_runs_ask_nothing()
    {
        const string Policies = """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: { name: b-deny, namespace: foo }
            spec: { action: DENY, rules: [{ to: [{ operation: { methods: [DELETE] } }] }] }
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: { name: c-custom, namespace: foo }
            spec: { action: CUSTOM, provider: { name: default }, rules: [{}] }
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: { name: d-dry, namespace: foo, annotations: { istio.io/dry-run: "true" } }
            spec: { action: CUSTOM, provider: { name: other }, rules: [{}] }
            """;
        Assert.Equal(
            ["envoy.filters.http.rbac", "envoy.filters.http.ext_authz", "envoy.filters.http.rbac"],
            HttpFiltersOf(Policies, Grpc).Take(3).Select(filter => filter.Name));
        Assert.Equal(
            $"outbound|9000||{Host}",
            HttpFiltersOf(Policies, Grpc)[1].TypedConfig.Unpack<HttpAuthorization>().GrpcService.EnvoyGrpc.ClusterName);
    }

    private static List<HttpFilter> HttpFiltersOf(string policies, string provider)
    {
        var chain = ChainsOf(policies, provider).First(each => each.Filters[^1].TypedConfig.Is(HttpConnectionManager.Descriptor));
        var manager = chain.Filters[^1].TypedConfig.Unpack<HttpConnectionManager>();
        return [.. manager.HttpFilters.SkipWhile(filter => filter.Name == "istio.metadata_exchange")];
    }

    private static List<Filter> NetworkFiltersOf(string policies, string provider) =>
        [.. ChainsOf(policies, provider).First(each => each.FilterChainMatch.DestinationPort?.Equals(9000u) ?? false).Filters];

    private static IEnumerable<FilterChain> ChainsOf(string policies, string provider)
    {
        var mesh = $$"""
            apiVersion: v1
            kind: ConfigMap
            metadata: { name: istio, namespace: istio-system }
            data:
              mesh: |
                extensionProviders:
                - name: default
            {{Indented(provider)}}
                - name: another
                  envoyExtAuthzGrpc: { service: {{Host}}, port: 9000 }
            ---

            """;
        var proxy = Mesh.Sidecar(ns: "foo", labels: [("app", "httpbin"), ("version", "v1")]);
        return ResourceGenerator.Generate(Mesh.Of(Services + mesh + policies), proxy).Listeners
            .Where(listener => listener.TrafficDirection == TrafficDirection.Inbound)
            .SelectMany(listener => listener.FilterChains);
    }

    private static string Indented(string text) =>
        string.Join('\n', text.Split('\n').Select(line => "      " + line));

    private static string[] FilesOf(string name) => File.Exists(PathOf($"{name}-out.yaml"))
        ? [$"{name}-out.yaml"]
        : [$"{name}-out1.yaml", $"{name}-out2.yaml"];

    private static T Parse<T>(string file)
        where T : IMessage<T>, new()
    {
        var document = ProtoDocumentReader.Read<T>(Read(file), file);
        Assert.Empty(document.Errors);
        return document.Message;
    }

    private static string Read(string file) => File.ReadAllText(PathOf(file));

    private static string PathOf(string file)
    {
        Assert.SkipWhen(TestFolders.Shared is null, "the published data is missing: Istio's cases are not of this repository");
        return Path.Combine(TestFolders.Shared!, "corpora", "istio-authz", file);
    }
}
