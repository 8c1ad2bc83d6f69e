using System.Net;

namespace Outrigger.Proxy.Tests.DataPath.Http2;

/// <summary>A client, the proxy and a backend, each side with a version of HTTP of its own.</summary>
internal sealed class VersionPair : IAsyncDisposable
{
    private VersionPair(KestrelBackend backend, ProxyHarness proxy, IPEndPoint endPoint, bool fromHttp2)
    {
        Backend = backend;
        Proxy = proxy;
        EndPoint = endPoint;
        Client = CreateClient(endPoint, fromHttp2);
    }

    public static TheoryData<bool, bool> All => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    public KestrelBackend Backend { get; }

    public ProxyHarness Proxy { get; }

    public IPEndPoint EndPoint { get; }

    public HttpClient Client { get; }

    public static string Http2Cluster => ClusterOptions(""" "http2ProtocolOptions": { "allowConnect": true } """);

    public static string Http1Cluster => ClusterOptions(""" "httpProtocolOptions": { "enableTrailers": true } """);

    public static async Task<VersionPair> StartAsync(
        bool fromHttp2, bool toHttp2, string route = "", string manager = "", KestrelBackend? backend = null)
    {
        backend ??= await KestrelBackend.StartAsync(toHttp2);
        var proxy = new ProxyHarness();
        proxy.Cluster("c", toHttp2 ? Http2Cluster : Http1Cluster, backend.EndPoint);
        var endPoint = await proxy.ListenHttpAsync(
            ProxyHarness.RouteTo("c", route),
            """ "httpProtocolOptions": { "enableTrailers": true }, "http2ProtocolOptions": { "allowConnect": true }, """ + manager);
        return new VersionPair(backend, proxy, endPoint, fromHttp2);
    }

    public static HttpClient CreateClient(IPEndPoint endPoint, bool speaksHttp2) => new(new SocketsHttpHandler
    {
        EnableMultipleHttp2Connections = true,
        UseProxy = false,
    })
    {
        BaseAddress = new Uri($"http://{endPoint}"),
        DefaultRequestVersion = speaksHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = ProxyHarness.Patience,
    };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Proxy.Dispose();
        await Backend.DisposeAsync();
    }

    public static string ClusterOptions(string config, string options = "") =>
        $$"""
        "typedExtensionProtocolOptions": { "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
          "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
          {{options}} "explicitHttpConfig": { {{config}} } } },
        """;
}
