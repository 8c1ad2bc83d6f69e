using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using Outrigger.Interop.Tests.Http;
using Outrigger.Interop.Tests.Proxies;
using Outrigger.Interop.Tests.Servers;
using Outrigger.Interop.Tests.Support;

namespace Outrigger.Interop.Tests.Grpc;

/// <summary>Calls that are under way while the proxy gets another configuration.</summary>
public sealed class ConfigurationChangeTests
{
    private const string Types = "type.googleapis.com/envoy.extensions";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bidirectional_stream_lives_on_while_new_calls_follow_the_new_routes()
    {
        await using var first = await KestrelServer.StartAsync(LinkProtocol.Http2);
        await using var second = await KestrelServer.StartAsync(LinkProtocol.Http2);
        await using var management = await ManagementServer.StartAsync();
        management.Set(1, Listener("before"), Routes("first"), Cluster("first", first.Port));
        await using var proxy = await RunningProxy.StartAsync(Bootstrap(management.Port));
        using var channel = GrpcChannel.ForAddress(
            $"http://{TestCertificates.HostName}",
            new GrpcChannelOptions { HttpHandler = DotnetClient.Handler(proxy.Port), DisposeHttpClient = true });
        var client = new Chat.ChatClient(channel);
        using var talk = client.Talk(cancellationToken: Cancellation);
        await ExchangeAsync(talk, "before");
        Assert.Equal(first.Port, await ServerOfAsync(client));

        // Routes and clusters change: the cluster that the stream goes to is there no more.
        management.Set(2, Listener("before"), Routes("second"), Cluster("second", second.Port));
        await management.AcceptedAsync(2);

        Assert.Equal(second.Port, await ServerOfAsync(client));
        await ExchangeAsync(talk, "after the routes");

        // The listener changes: its connections are drained, and those in use finish what they began.
        management.Set(3, Listener("after"), Routes("second"), Cluster("second", second.Port));
        await management.AcceptedAsync(3);

        Assert.Equal(second.Port, await ServerOfAsync(client));
        await ExchangeAsync(talk, "after the listener");
        await talk.RequestStream.CompleteAsync();
        Assert.False(await talk.ResponseStream.MoveNext(Cancellation));
        Assert.Equal(StatusCode.OK, talk.GetStatus().StatusCode);
    }

    private static async Task ExchangeAsync(AsyncDuplexStreamingCall<Line, Line> talk, string text)
    {
        await talk.RequestStream.WriteAsync(new Line { Text = text }, Cancellation);
        Assert.True(await talk.ResponseStream.MoveNext(Cancellation));
        Assert.Equal($"you said {text}", talk.ResponseStream.Current.Text);
    }

    private static async Task<int> ServerOfAsync(Chat.ChatClient client)
    {
        using var call = client.SayAsync(new Line { Text = "who?" }, cancellationToken: Cancellation);
        var headers = await call.ResponseHeadersAsync;
        return int.Parse(headers.GetValue(KestrelServer.PortHeader)!, CultureInfo.InvariantCulture);
    }

    private static string Bootstrap(int port) => $$"""
        node: { id: interop, cluster: interop }
        admin:
          address: { socket_address: { address: 127.0.0.1, port_value: 0 } }
        dynamic_resources:
          ads_config:
            api_type: DELTA_GRPC
            grpc_services: [{ envoy_grpc: { cluster_name: xds } }]
          cds_config: { ads: {} }
          lds_config: { ads: {} }
        static_resources:
          clusters:
          - {{Cluster("xds", port).ReplaceLineEndings("\n    ")}}
        """;

    private static string Listener(string statPrefix) => $$"""
        name: web
        address: { socket_address: { address: 127.0.0.1, port_value: 0 } }
        filter_chains:
        - filters:
          - name: hcm
            typed_config:
              "@type": {{Types}}.filters.network.http_connection_manager.v3.HttpConnectionManager
              stat_prefix: {{statPrefix}}
              rds: { route_config_name: all, config_source: { ads: {} } }
              http_filters:
              - name: envoy.filters.http.router
                typed_config: { "@type": {{Types}}.filters.http.router.v3.Router }
        """;

    private static string Routes(string cluster) => $$"""
        name: all
        virtual_hosts:
        - { name: all, domains: ["*"], routes: [{ match: { prefix: / }, route: { cluster: {{cluster}}, timeout: 0s } }] }
        """;

    private static string Cluster(string name, int port) => $$"""
        name: {{name}}
        type: STATIC
        load_assignment:
          cluster_name: {{name}}
          endpoints:
          - lb_endpoints:
            - endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: {{port}} } } }
        typed_extension_protocol_options:
          envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
            "@type": {{Types}}.upstreams.http.v3.HttpProtocolOptions
            explicit_http_config: { http2_protocol_options: {} }
        """;
}
