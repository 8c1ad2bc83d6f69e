using System.Buffers.Binary;
using System.Net;
using Envoy.Config.Core.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.PeerMetadata;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Tests.DataPath.Tls;
using Outrigger.Tests.Tls;

namespace Outrigger.Proxy.Tests.DataPath.PeerMetadata;

/// <summary>Two sidecars tell each other who they are ahead of the bytes that they carry.</summary>
public sealed class PeerExchangeTests : IDisposable
{
    private const string Exchange = """
        { "name": "istio.metadata_exchange", "typedConfig": { "@type": "type.googleapis.com/udpa.type.v1.TypedStruct",
          "typeUrl": "type.googleapis.com/envoy.tcp.metadataexchange.config.MetadataExchange",
          "value": { "protocol": "istio-peer-exchange" } } }
        """;

    private const string Offered = "\"alpnProtocols\": [\"istio-peer-exchange\", \"istio\"],";

    private static readonly Node s_web = new()
    {
        Id = "web-node",
        Metadata = Struct.Parser.ParseJson("""{ "NAME": "web-1", "NAMESPACE": "mall", "WORKLOAD_NAME": "web" }"""),
    };

    private readonly TestAuthority _authority = new();
    private readonly ProxyHarness _client = new() { Node = s_web };
    private readonly ProxyHarness _server = new() { Node = new Node { Id = "server-node" } };

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _authority.Dispose();
    }

    /// <summary>Whoever of the two knows nothing of the exchange carries the same bytes.</summary>
    [Theory]
    [InlineData(true, true, 1, 1)]
    [InlineData(true, false, 0, 0)]
    [InlineData(false, true, 0, 0)]
    public async Task Bytes_arrive_as_they_were_sent(bool clientKnows, bool serverKnows, int told, int heard)
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.SendAsync("welcome");
            await wire.SendAsync(await wire.ReceiveToEndAsync());
            wire.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        });
        var outer = await ConnectAsync(backend.EndPoint, clientKnows, serverKnows);
        using var application = await Wire.ConnectAsync(outer);
        Assert.Equal("welcome", await application.ReceiveAsync("welcome".Length));
        var sent = new string('x', 200_000);
        await application.SendAsync(sent);
        application.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        Assert.Equal(sent, await application.ReceiveToEndAsync());
        Assert.Equal((told, heard), (Count(_client, "metadata_added"), Count(_server, "metadata_added")));
        Assert.Equal((0, 0), (Count(_client, "header_not_found"), Count(_server, "initial_header_not_found")));
        Assert.Empty(_client.Faults);
        Assert.Empty(_server.Faults);
    }

    [Fact]
    public void What_is_told_is_read_as_it_was_told()
    {
        var message = new PeerExchangeModel("p", new LocalWorkload(s_web), new StatsRegistry(1)).Message.Span;
        Assert.Equal(0x3D230467u, BinaryPrimitives.ReadUInt32BigEndian(message));
        Assert.Equal(message.Length - 8, PeerExchangeModel.ReadLength(message));
        var any = Any.Parser.ParseFrom(message[8..]);
        Assert.Equal("web-node", any.Unpack<Struct>().Fields["x-envoy-peer-metadata-id"].StringValue);
        Assert.Equal("workload=web,name=web-1,namespace=mall", PeerExchangeModel.Decode(message[8..])!.ToString());
    }

    [Theory]
    [InlineData("\0\0\0\0hello, I am no sidecar", true)]
    [InlineData("=#\u0004g\u007f\u00ff\u00ff\u00ff", false)]
    [InlineData("=#\u0004g\0\0\0\u0004\u00ff\u00ff\u00ff\u00ffrest", true)]
    public async Task Peers_that_tell_something_else_are_carried_or_closed(string bytes, bool isCarried)
    {
        using var echo = new ScriptedBackend(async wire =>
        {
            await wire.SendAsync(await wire.ReceiveToEndAsync());
            wire.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        });
        var inner = await ListenAsync(_server, "inner", echo.EndPoint, Exchange + ",", Secured());
        _client.Cluster("c", TlsJson.Upstream(_authority, Offered, "\"sni\": \"server.test\""), inner);
        var outer = await ListenAsync(_client, "outer", cluster: "c");
        using var application = await Wire.ConnectAsync(outer);
        await application.SendAsync(bytes);
        application.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        var arrived = await application.ReceiveToEndAsync();
        var expected = bytes.StartsWith('\0') ? bytes : "rest";
        Assert.EndsWith(isCarried ? expected : "", arrived, StringComparison.Ordinal);
    }

    private static long Count(ProxyHarness proxy, string stat) =>
        proxy.RunOnWorkerAsync(_ => proxy.Stats.Counter($"metadata_exchange.{stat}").Value).GetAwaiter().GetResult();

    private async Task<IPEndPoint> ConnectAsync(IPEndPoint backend, bool clientKnows, bool serverKnows)
    {
        var inner = await ListenAsync(_server, "inner", backend, serverKnows ? Exchange + "," : "", Secured(serverKnows));
        var filters = clientKnows ? $"\"filters\": [ {Exchange} ]," : "";
        var offered = clientKnows ? Offered : "\"alpnProtocols\": [\"istio\"],";
        _client.Cluster("c", filters + TlsJson.Upstream(_authority, offered, "\"sni\": \"server.test\""), inner);
        return await ListenAsync(_client, "outer", cluster: "c");
    }

    private string Secured(bool exchanges = true) => TlsJson.Downstream(
        _authority.Issue("server.test"),
        exchanges ? "\"alpnProtocols\": [\"istio-peer-exchange\", \"h2\"]," : "\"alpnProtocols\": [\"h2\", \"istio\"],");

    private static async Task<IPEndPoint> ListenAsync(
        ProxyHarness proxy, string name, IPEndPoint? backend = null, string filters = "", string socket = "", string cluster = "backend")
    {
        if (backend is not null)
            proxy.Cluster("backend", backend);
        proxy.Listener($$"""
            { "name": "{{name}}", "address": { "socketAddress": { "address": "127.0.0.1", "portValue": 0 } },
              "filterChains": [ { {{socket}} "filters": [ {{filters}} { "name": "tcp", "typedConfig": {
                "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
                "statPrefix": "tcp", "cluster": "{{cluster}}" } } ] } ] }
            """);
        await proxy.ApplyAsync();
        return await proxy.EndPointAsync(name);
    }
}
