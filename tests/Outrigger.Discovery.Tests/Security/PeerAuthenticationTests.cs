using Outrigger.Discovery.Proxies;
using Outrigger.Routing.FilterChains;
using Outrigger.Routing.Matching;

namespace Outrigger.Discovery.Tests.Security;

/// <summary>Who is let in by a sidecar, as its filter chains decide it.</summary>
public sealed class PeerAuthenticationTests
{
    /// <summary>Mode of the mesh, of the namespace, of the workload, of its port 8080; what counts on that port.</summary>
    public static TheoryData<string, string, string, string, string> Levels()
    {
        var table = new TheoryData<string, string, string, string, string>();
        string[] modes = ["-", "UNSET", "DISABLE", "PERMISSIVE", "STRICT"];
        foreach (var mesh in modes)
        foreach (var ofNamespace in modes)
        foreach (var workload in modes)
        foreach (var port in modes)
        {
            if (workload == "-" && port != "-") continue;
            var expected = new[] { port, workload, ofNamespace, mesh, "PERMISSIVE" }
                .First(mode => mode is not ("-" or "UNSET"));
            table.Add(mesh, ofNamespace, workload, port, expected);
        }
        return table;
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void The_innermost_level_that_says_something_counts(
        string mesh, string ofNamespace, string workload, string port, string expected)
    {
        var yaml = Service("http") + Policy("istio-system", "mesh", mesh) + Policy("default", "namespace", ofNamespace)
            + Policy("default", "workload", workload, "app: web", port);
        Assert.Equal(expected, ModeOf(yaml));
    }

    [Theory]
    [InlineData("istio-system", "", "STRICT")]
    [InlineData("default", "", "STRICT")]
    [InlineData("default", "app: web", "STRICT")]
    [InlineData("default", "app: other", "PERMISSIVE")]
    [InlineData("other", "", "PERMISSIVE")]
    [InlineData("other", "app: web", "PERMISSIVE")]
    [InlineData("istio-system", "app: web", "PERMISSIVE")]
    public void A_policy_holds_where_it_says(string ofNamespace, string selector, string expected) =>
        Assert.Equal(expected, ModeOf(Service("http") + Policy(ofNamespace, "a", "STRICT", selector)));

    [Theory]
    [InlineData("istio-system", "")]
    [InlineData("default", "")]
    [InlineData("default", "app: web")]
    public void Of_several_policies_on_one_level_the_oldest_counts(string ofNamespace, string selector)
    {
        var younger = Policy(ofNamespace, "a", "DISABLE", selector, created: "2026-01-02T00:00:00Z");
        var older = Policy(ofNamespace, "b", "STRICT", selector, created: "2026-01-01T00:00:00Z");
        Assert.Equal("STRICT", ModeOf(Service("http") + younger + older));
        Assert.Equal("DISABLE", ModeOf(Service("http") + younger + older.Replace("2026", "2027")));
    }

    [Fact]
    public void The_mode_of_a_port_is_that_of_the_workloads_port_and_not_of_the_services()
    {
        var yaml = Service("http");
        Assert.Equal("STRICT", ModeOf(yaml + Policy("default", "w", "PERMISSIVE", "app: web", "STRICT")));
        Assert.Equal("PERMISSIVE", ModeOf(
            yaml + Policy("default", "w", "PERMISSIVE", "app: web", "STRICT").Replace("8080", "80")));
    }

    /// <summary>What comes in on port 8080 (ALPN, or clear text), and the chain that takes it.</summary>
    [Theory]
    [InlineData("http", "PERMISSIVE", "istio-http/1.1", "0.0.0.0_8080_mtls")]
    [InlineData("http", "PERMISSIVE", "istio-h2", "0.0.0.0_8080_mtls")]
    [InlineData("http", "PERMISSIVE", "istio", "0.0.0.0_8080_mtls")]
    [InlineData("http", "PERMISSIVE", "h2", null)]
    [InlineData("http", "PERMISSIVE", "plain", "0.0.0.0_8080")]
    [InlineData("http", "STRICT", "istio-h2", "0.0.0.0_8080_mtls")]
    [InlineData("http", "STRICT", "", "0.0.0.0_8080_mtls")]
    [InlineData("http", "STRICT", "plain", null)]
    [InlineData("http", "DISABLE", "plain", "0.0.0.0_8080")]
    [InlineData("tcp", "PERMISSIVE", "istio", "0.0.0.0_8080_tcp_mtls")]
    [InlineData("tcp", "PERMISSIVE", "istio-peer-exchange", "0.0.0.0_8080_tcp_mtls")]
    [InlineData("tcp", "PERMISSIVE", "h2", "0.0.0.0_8080_tcp_tls")]
    [InlineData("tcp", "PERMISSIVE", "plain", "0.0.0.0_8080_tcp")]
    [InlineData("tcp", "STRICT", "", "0.0.0.0_8080_tcp_mtls")]
    [InlineData("tcp", "STRICT", "plain", null)]
    [InlineData("tcp", "DISABLE", "plain", "0.0.0.0_8080_tcp")]
    [InlineData("any", "PERMISSIVE", "istio-http/1.0", "0.0.0.0_8080_mtls")]
    [InlineData("any", "PERMISSIVE", "istio-http/1.1", "0.0.0.0_8080_mtls")]
    [InlineData("any", "PERMISSIVE", "istio-h2", "0.0.0.0_8080_mtls")]
    [InlineData("any", "PERMISSIVE", "istio", "0.0.0.0_8080_tcp_mtls")]
    [InlineData("any", "PERMISSIVE", "istio-peer-exchange", "0.0.0.0_8080_tcp_mtls")]
    [InlineData("any", "PERMISSIVE", "h2", "0.0.0.0_8080_tcp_tls")]
    [InlineData("any", "PERMISSIVE", "plain http/1.1", "0.0.0.0_8080")]
    [InlineData("any", "PERMISSIVE", "plain h2c", "0.0.0.0_8080")]
    [InlineData("any", "PERMISSIVE", "plain", "0.0.0.0_8080_tcp")]
    [InlineData("any", "STRICT", "istio-h2", "0.0.0.0_8080_mtls")]
    [InlineData("any", "STRICT", "istio", "0.0.0.0_8080_tcp_mtls")]
    [InlineData("any", "STRICT", "", "0.0.0.0_8080_tcp_mtls")]
    [InlineData("any", "STRICT", "plain", null)]
    [InlineData("any", "STRICT", "plain http/1.1", null)]
    [InlineData("any", "DISABLE", "plain http/1.1", "0.0.0.0_8080")]
    [InlineData("any", "DISABLE", "plain", "0.0.0.0_8080_tcp")]
    public void Every_connection_finds_the_chain_that_fits_or_none(
        string protocol, string mode, string connection, string? expected)
    {
        foreach (var interception in new[] { InterceptionMode.Redirect, InterceptionMode.None })
            Assert.Equal(expected, ChainOf(Service(protocol) + Policy("default", "p", mode), connection, interception));
    }

    [Theory]
    [InlineData("DISABLE", 9999, "plain", "virtualInbound-catchall-tcp")]
    [InlineData("PERMISSIVE", 9999, "plain", "virtualInbound-catchall-tcp")]
    [InlineData("PERMISSIVE", 9999, "istio", "virtualInbound-catchall-tcp_mtls")]
    [InlineData("PERMISSIVE", 9999, "h2", "virtualInbound-catchall-tcp_tls")]
    [InlineData("STRICT", 9999, "plain", null)]
    [InlineData("STRICT", 9999, "", "virtualInbound-catchall-tcp_mtls")]
    public void Ports_that_no_service_has_are_guarded_too(string mode, int port, string connection, string? expected) =>
        Assert.Equal(expected, ChainOf(
            Service("http") + Policy("default", "p", mode), connection, InterceptionMode.Redirect, port));

    [Fact]
    public void A_port_of_no_service_may_have_a_mode_of_its_own()
    {
        var yaml = Service("http") + Policy("default", "p", "PERMISSIVE", "app: web", "STRICT").Replace("8080", "9999");
        Assert.Null(ChainOf(yaml, "plain", InterceptionMode.Redirect, port: 9999));
        Assert.Equal("virtualInbound-catchall-tcp", ChainOf(yaml, "plain", InterceptionMode.Redirect, port: 9998));
    }

    [Theory]
    [InlineData("PERMISSIVE", "plain", "0.0.0.0_8080")]
    [InlineData("PERMISSIVE", "istio-h2", "0.0.0.0_8080")]
    [InlineData("STRICT", "plain", null)]
    public void A_proxy_without_an_identity_takes_clear_text_or_nothing(string mode, string connection, string? expected) =>
        Assert.Equal(expected, ChainOf(
            Service("http") + Policy("default", "p", mode), connection, InterceptionMode.None, account: null));

    [Fact]
    public void Only_ports_where_tls_makes_a_difference_are_looked_at()
    {
        var disabled = Service("tcp") + Policy("default", "w", "DISABLE", "app: web", "STRICT");
        var inspector = InspectorOf(disabled);
        Assert.Equal(8080, inspector.FilterDisabled.NotMatch.DestinationPortRange.Start);

        var spared = Service("tcp") + Policy("default", "w", "PERMISSIVE", "app: web", "DISABLE");
        Assert.Equal(8080, InspectorOf(spared).FilterDisabled.DestinationPortRange.Start);
        Assert.Null(InspectorOf(Service("tcp")).FilterDisabled);
    }

    private static Envoy.Config.Listener.V3.ListenerFilter InspectorOf(string yaml)
    {
        var resources = ResourceGenerator.Generate(
            Mesh.Of(yaml), Mesh.Sidecar("web", account: "web", labels: ("app", "web")));
        var listener = Assert.Single(resources.Listeners, found => found.Name == "virtualInbound");
        return Assert.Single(listener.ListenerFilters, filter => filter.Name == "envoy.filters.listener.tls_inspector");
    }

    /// <summary>The mode of port 8080, told by who is let in.</summary>
    private static string ModeOf(string yaml)
    {
        var takesTls = ChainOf(yaml, "istio-h2", InterceptionMode.Redirect) == "0.0.0.0_8080_mtls";
        var takesPlain = ChainOf(yaml, "plain", InterceptionMode.Redirect) is not null;
        return (takesTls, takesPlain) switch
        {
            (true, true) => "PERMISSIVE",
            (true, false) => "STRICT",
            _ => "DISABLE",
        };
    }

    private static string? ChainOf(
        string yaml, string connection, InterceptionMode mode, int port = 8080, string? account = "web")
    {
        var resources = ResourceGenerator.Generate(
            Mesh.Of(yaml), Mesh.Sidecar("web", mode: mode, account: account, labels: ("app", "web")));
        var name = mode == InterceptionMode.None ? "10.0.0.1_8080" : "virtualInbound";
        var listener = Assert.Single(resources.Listeners, found => found.Name == name);
        Assert.Null(listener.DefaultFilterChain);
        var compiled = FilterChainMatcher.Compile(listener.FilterChains, hasDefaultChain: false);
        Assert.Empty(compiled.Errors);
        var isPlain = connection.StartsWith("plain", StringComparison.Ordinal);
        var isLookedAt = listener.ListenerFilters.Any(filter => filter.Name.EndsWith("tls_inspector", StringComparison.Ordinal));
        var protocol = isPlain ? connection["plain".Length..].Trim() : connection;
        if (!isPlain && !isLookedAt) protocol = "";
        var index = compiled.Matcher!.Match(new ConnectionDescription
        {
            DestinationAddress = AddressValue.FromBytes([10, 0, 0, 1]),
            DestinationPort = (ushort)port,
            TransportProtocol = isPlain || !isLookedAt ? "raw_buffer"u8 : "tls"u8,
            ApplicationProtocols = protocol.Length == 0
                ? []
                : [(byte)protocol.Length, .. System.Text.Encoding.ASCII.GetBytes(protocol)],
        });
        return index < 0 ? null : listener.FilterChains[index].Name;
    }

    private static string Service(string protocol) => $$"""
        apiVersion: v1
        kind: Service
        metadata: { name: web }
        spec: { selector: { app: web }, ports: [{ name: {{protocol}}, port: 80, targetPort: 8080 }] }
        """;

    private static string Policy(
        string ofNamespace, string name, string mode, string selector = "", string port = "-", string? created = null)
    {
        if (mode == "-") return "";
        var time = created is null ? "" : $", creationTimestamp: \"{created}\"";
        var ports = port == "-" ? "" : $"\n  portLevelMtls: {{ 8080: {{ mode: {port} }} }}";
        var selected = selector.Length == 0 ? "" : $"\n  selector: {{ matchLabels: {{ {selector} }} }}";
        return $$"""

            ---
            apiVersion: security.istio.io/v1
            kind: PeerAuthentication
            metadata: { name: {{name}}, namespace: {{ofNamespace}}{{time}} }
            spec:
              mtls: { mode: {{mode}} }{{ports}}{{selected}}
            """;
    }
}
