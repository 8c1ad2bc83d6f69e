using System.Text;
using Envoy.Config.Core.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.PeerMetadata;

namespace Outrigger.Proxy.Tests.DataPath.PeerMetadata;

/// <summary>Two sidecars tell each other who they are, and nobody else.</summary>
public sealed class PeerMetadataTests
{
    private const string Outbound = """
        "upstream_discovery": [ { "istio_headers": {} }, { "workload_discovery": {} } ],
        "upstream_propagation": [ { "istio_headers": { "skip_external_clusters": true } } ]
        """;

    private const string Inbound = """
        "downstream_discovery": [ { "istio_headers": {} }, { "workload_discovery": {} } ],
        "downstream_propagation": [ { "istio_headers": {} } ]
        """;

    /// <summary>What Istio's proxies send for that node, byte for byte.</summary>
    private static readonly string s_value = Convert.ToBase64String(Encoding.Latin1.GetBytes(
        "\n\u0019\n\nCLUSTER_ID\u0012\u000b\u001a\tcluster-1"
        + "\n\u0083\u0001\n\u0006LABELS\u0012y*w"
        + "\n\u000c\n\u0003app\u0012\u0005\u001a\u0003web"
        + "\n)\n\u001fservice.istio.io/canonical-name\u0012\u0006\u001a\u0004shop"
        + "\n+\n#service.istio.io/canonical-revision\u0012\u0004\u001a\u0002v1"
        + "\n\u000f\n\u0007version\u0012\u0004\u001a\u0002v1"
        + "\n\u000f\n\u0004NAME\u0012\u0007\u001a\u0005web-1"
        + "\n\u0013\n\tNAMESPACE\u0012\u0006\u001a\u0004mall"
        + "\n\u0016\n\rWORKLOAD_NAME\u0012\u0005\u001a\u0003web"));

    private const string Told =
        "workload=web,name=web-1,cluster=cluster-1,namespace=mall,service=shop,revision=v1,app=web,version=v1";

    private static Node Web => new()
    {
        Id = "sidecar~10.0.0.1~web-1.mall~mall.svc.cluster.local",
        Metadata = Struct.Parser.ParseJson("""
            { "NAME": "web-1", "NAMESPACE": "mall", "WORKLOAD_NAME": "web", "CLUSTER_ID": "cluster-1", "INSTANCE_IPS": "10.0.0.1",
              "LABELS": { "app": "web", "version": "v1", "service.istio.io/canonical-name": "shop",
                "service.istio.io/canonical-revision": "v1", "pod-template-hash": "77" } }
            """),
    };

    [Fact]
    public void What_is_sent_is_what_istio_sends()
    {
        var local = new LocalWorkload(Web);
        Assert.Equal(s_value, Encoding.ASCII.GetString(local.HeaderValue.Span));
        Assert.Equal(Told, local.Metadata.ToString());
        Assert.Equal(Told, WorkloadMetadataCodec.TryDecodeText(local.HeaderValue.Span)!.ToString());
        Assert.Equal(Told, WorkloadMetadataCodec.TryDecodeText(Encoding.ASCII.GetBytes(s_value.TrimEnd('=')))!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("////")]
    [InlineData("CgoKBE5BTUUSBRoDYWJjCg")]
    public void Nonsense_tells_nothing(string value) =>
        Assert.Equal("", WorkloadMetadataCodec.TryDecodeText(Encoding.ASCII.GetBytes(value))?.ToString() ?? "");

    [Fact]
    public async Task Two_sidecars_tell_each_other_and_their_applications_see_nothing()
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("served", "x-envoy-peer-metadata-id: forged\r\n"));
        using var server = new ProxyHarness { Node = new Node { Id = "server" } };
        server.Cluster("c", backend.EndPoint);
        server.Listener(ProxyHarness.HttpListenerJson("http", Route("%FILTER_STATE(downstream_peer:PLAIN)%"), filters: Filter(Inbound)));
        await server.ApplyAsync();
        var inbound = await server.EndPointAsync("http");

        using var client = new ProxyHarness { Node = Web };
        client.Cluster("c", inbound);
        client.Listener(ProxyHarness.HttpListenerJson("http", ProxyHarness.RouteTo("c"), filters: Filter(Outbound)));
        await client.ApplyAsync();
        using var application = await Wire.ConnectAsync(await client.EndPointAsync("http"));
        await application.SendAsync("GET / HTTP/1.1\r\nhost: a\r\nx-envoy-peer-metadata: forged\r\n\r\n");
        var response = await application.ReceiveMessageAsync();

        var request = backend.Requests.Single();
        Assert.Equal(Told, Wire.Header(request, "x-caller"));
        Assert.DoesNotContain("peer-metadata", request, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", response, StringComparison.Ordinal);
        Assert.DoesNotContain("peer-metadata", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x-envoy-peer-metadata-id: me\r\n", true)]
    [InlineData("", false)]
    public async Task Only_who_tells_is_told(string header, bool isTold)
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("served"));
        using var proxy = new ProxyHarness { Node = Web };
        proxy.Cluster("c", backend.EndPoint);
        proxy.Listener(ProxyHarness.HttpListenerJson("http", ProxyHarness.RouteTo("c"), filters: Filter(Inbound)));
        await proxy.ApplyAsync();
        using var client = await Wire.ConnectAsync(await proxy.EndPointAsync("http"));
        await client.SendAsync($"GET / HTTP/1.1\r\nhost: a\r\n{header}\r\n");
        var response = await client.ReceiveMessageAsync();
        Assert.Equal(isTold ? s_value : null, Wire.Header(response, "x-envoy-peer-metadata"));
        Assert.Equal(isTold ? Web.Id : null, Wire.Header(response, "x-envoy-peer-metadata-id"));
    }

    [Theory]
    [InlineData("\"metadata\": { \"filterMetadata\": { \"istio\": { \"external\": true } } },", false)]
    [InlineData("\"metadata\": { \"filterMetadata\": { \"istio\": { \"disable_mx\": true } } },", false)]
    [InlineData("", true)]
    public async Task Nobody_outside_the_mesh_is_told(string cluster, bool isTold)
    {
        using var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("served"));
        using var proxy = new ProxyHarness { Node = Web };
        proxy.Cluster("c", cluster, backend.EndPoint);
        proxy.Listener(ProxyHarness.HttpListenerJson("http", ProxyHarness.RouteTo("c"), filters: Filter(Outbound)));
        await proxy.ApplyAsync();
        using var client = await Wire.ConnectAsync(await proxy.EndPointAsync("http"));
        await client.SendAsync("GET / HTTP/1.1\r\nhost: a\r\nx-envoy-peer-metadata: forged\r\n\r\n");
        await client.ReceiveMessageAsync();
        Assert.Equal(isTold ? s_value : null, Wire.Header(backend.Requests.Single(), "x-envoy-peer-metadata"));
    }

    [Fact]
    public async Task A_known_peer_is_not_read_again()
    {
        using var proxy = new ProxyHarness();
        var value = Encoding.ASCII.GetBytes(s_value);
        Assert.True(await proxy.RunOnWorkerAsync(worker => ReferenceEquals(worker.Peers.Find(value), worker.Peers.Find(value))));
    }

    private static string Filter(string config) => $$"""
        { "name": "istio.metadata_exchange", "typedConfig": { "@type": "type.googleapis.com/xds.type.v3.TypedStruct",
          "typeUrl": "type.googleapis.com/io.istio.http.peer_metadata.Config", "value": { {{config}} } } },
        """;

    private static string Route(string caller) => $$"""
        { "match": { "prefix": "/" }, "route": { "cluster": "c" },
          "requestHeadersToAdd": [ { "header": { "key": "x-caller", "value": "{{caller}}" } } ] }
        """;
}
