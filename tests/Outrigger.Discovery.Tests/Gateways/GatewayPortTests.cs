using Envoy.Config.Core.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Discovery.Proxies;

namespace Outrigger.Discovery.Tests.Gateways;

public sealed class GatewayPortTests
{
    private static ProxyNode Gateway => Mesh.Parse(new Node
    {
        Id = "router~10.0.0.9~gateway.default~default.svc.cluster.local",
        Metadata = new Struct
        {
            Fields =
            {
                ["LABELS"] = Value.ForStruct(new Struct { Fields = { ["app"] = Value.ForString("gateway") } }),
            },
        },
    });

    [Fact]
    public void Servers_on_different_addresses_have_routes_of_their_own()
    {
        var resources = ResourceGenerator.Generate(Mesh.Of("""
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: { name: gateway }
            spec:
              selector: { app: gateway }
              servers:
              - { port: { number: 80, name: a, protocol: HTTP }, hosts: [a.example.com] }
              - { port: { number: 80, name: b, protocol: HTTP }, bind: 10.0.0.8, hosts: [b.example.com] }
            """), Gateway);
        Assert.Equal(["10.0.0.8_80", "10.0.0.9_80"], resources.Listeners.Select(listener => listener.Name));
        Assert.Equal(["http.80.10.0.0.8", "http.80"], resources.Routes.Select(routes => routes.Name));
    }

    [Theory]
    [InlineData("a.example.com", 1)]
    [InlineData("b.example.com", 0)]
    public void A_rule_for_connections_holds_where_the_server_has_its_host(string host, int expected)
    {
        var resources = ResourceGenerator.Generate(Mesh.Of($$"""
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: { name: gateway }
            spec:
              selector: { app: gateway }
              servers: [{ port: { number: 9000, name: tcp, protocol: TCP }, hosts: [a.example.com] }]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: tcp }
            spec:
              hosts: [{{host}}]
              gateways: [gateway]
              tcp: [{ route: [{ destination: { host: db, port: { number: 5432 } } }] }]
            """), Gateway);
        Assert.Equal(expected, resources.Listeners.Count);
    }
}
