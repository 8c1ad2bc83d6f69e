using System.Net;

namespace Outrigger.Proxy.Tests.DataPath.ExternalAuthorization;

/// <summary>A proxy whose requests need the word of a service.</summary>
internal sealed class AuthorizedProxy : IAsyncDisposable
{
    public const string Http2 =
        """
        "typedExtensionProtocolOptions": { "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
          "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
          "explicitHttpConfig": { "http2ProtocolOptions": {} } } },
        """;

    private AuthorizedProxy(ProxyHarness harness, ScriptedBackend backend)
    {
        Harness = harness;
        Backend = backend;
    }

    public ProxyHarness Harness { get; }

    public ScriptedBackend Backend { get; }

    public IPEndPoint EndPoint { get; private set; } = null!;

    public static Task<AuthorizedProxy> WithGrpcAsync(
        IPEndPoint service, string options = "", string routes = "", string timeout = "10s", string before = "") => StartAsync(
        service, Http2,
        $$"""
        "grpcService": { "envoyGrpc": { "clusterName": "authz", "authority": "authz.test" }, "timeout": "{{timeout}}" }, {{options}}
        """,
        routes, before);

    public static Task<AuthorizedProxy> WithHttpAsync(
        IPEndPoint service, string httpService = "", string options = "", string routes = "", string timeout = "10s") =>
        StartAsync(
            service, "",
            $$"""
            "httpService": { {{httpService}} "serverUri": {
              "uri": "http://authz", "cluster": "authz", "timeout": "{{timeout}}" } }, {{options}}
            """,
            routes);

    public async Task<string> SendAsync(string request)
    {
        using var client = await Wire.ConnectAsync(EndPoint);
        await client.SendAsync(request);
        return await client.ReceiveMessageAsync();
    }

    public Task<string> GetAsync(string path = "/", string headers = "") =>
        SendAsync($"GET {path} HTTP/1.1\r\nhost: shop.test\r\n{headers}\r\n");

    public Task<string> PostAsync(string content, string headers = "") => SendAsync(
        $"POST / HTTP/1.1\r\nhost: shop.test\r\ncontent-length: {content.Length}\r\n{headers}\r\n{content}");

    public long Count(string stat) =>
        Harness.RunOnWorkerAsync(_ => Harness.Stats.Counter($"http.test.ext_authz.{stat}").Value).GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        // What a worker threw by mistake is what no test wants.
        var faults = Harness.Faults.ToArray();
        Harness.Dispose();
        Backend.Dispose();
        Assert.Empty(faults);
        await ValueTask.CompletedTask;
    }

    private static async Task<AuthorizedProxy> StartAsync(
        IPEndPoint service, string cluster, string config, string routes, string before = "")
    {
        var backend = ScriptedBackend.Answering(ScriptedBackend.Ok("served"));
        var harness = new ProxyHarness();
        var proxy = new AuthorizedProxy(harness, backend);
        harness.Cluster("c", backend.EndPoint);
        harness.Cluster("authz", cluster, service);
        var filter =
            $$"""
            {{before}} { "name": "authz", "typedConfig": {
              "@type": "type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz",
              {{config}} "transportApiVersion": "V3" } },
            """;
        harness.Listener(ProxyHarness.HttpListenerJson(
            "http", routes.Length > 0 ? routes : ProxyHarness.RouteTo("c"), filters: filter));
        await harness.ApplyAsync();
        proxy.EndPoint = await harness.EndPointAsync("http");
        return proxy;
    }
}
