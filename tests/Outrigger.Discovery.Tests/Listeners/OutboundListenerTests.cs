using Envoy.Config.Core.V3;
using Google.Protobuf.WellKnownTypes;

namespace Outrigger.Discovery.Tests.Listeners;

public sealed class OutboundListenerTests
{
    [Fact]
    public void A_host_that_is_known_by_name_alone_is_told_by_the_server_name_of_tls_and_by_nothing_else()
    {
        var names = ListenersOf("""
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: { name: api }
            spec:
              hosts: [api.example.com]
              ports: [{ number: 443, name: tls, protocol: TLS }]
              resolution: DNS
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: alias }
            spec: { type: ExternalName, externalName: a.example.com, ports: [{ name: tcp, port: 5432 }] }
            """);
        Assert.Equal(["0.0.0.0_443", "virtualInbound", "virtualOutbound"], names);
    }

    [Fact]
    public void A_service_on_a_port_of_the_proxy_gets_no_listener_there()
    {
        var names = ListenersOf("""
            apiVersion: v1
            kind: Service
            metadata: { name: odd }
            spec: { clusterIP: 10.96.0.1, ports: [{ name: http-a, port: 15001 }, { name: http-b, port: 15006 }] }
            """);
        Assert.Equal(["virtualInbound", "virtualOutbound"], names);
    }

    [Fact]
    public void A_number_that_is_declared_for_udp_and_tcp_is_the_tcp_port()
    {
        var names = ListenersOf("""
            apiVersion: v1
            kind: Service
            metadata: { name: dns }
            spec:
              clusterIP: 10.96.0.10
              ports: [{ name: dns, port: 53, protocol: UDP }, { name: dns-tcp, port: 53, protocol: TCP }]
            """);
        Assert.Contains("10.96.0.10_53", names);
    }

    [Fact]
    public void Services_that_share_an_address_are_one_target_of_grpc_clients()
    {
        var node = new Node
        {
            Id = "sidecar~10.0.0.1~client.default~default.svc.cluster.local",
            Metadata = new Struct { Fields = { ["GENERATOR"] = Value.ForString("grpc") } },
        };
        var snapshot = Mesh.Of("""
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: { name: two }
            spec:
              hosts: [a.example.com, b.example.com]
              addresses: [10.1.0.1]
              ports: [{ number: 80, name: grpc, protocol: GRPC }]
              resolution: STATIC
            """);
        var names = ResourceGenerator.Generate(snapshot, Mesh.Parse(node)).Listeners.Select(l => l.Name).ToList();
        Assert.Equal(["a.example.com:80", "10.1.0.1:80", "b.example.com:80"], names);
    }

    private static List<string> ListenersOf(string yaml) =>
        [.. ResourceGenerator.Generate(Mesh.Of(yaml), Mesh.Sidecar()).Listeners.Select(l => l.Name).Order()];
}
