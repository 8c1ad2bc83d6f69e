using System.Net;

namespace Outrigger.Proxy.Tests.DataPath.ExternalAuthorization;

/// <summary>A TCP proxy whose connections need the word of a service.</summary>
internal sealed class AuthorizedConnections : IAsyncDisposable
{
    private AuthorizedConnections(ProxyHarness harness, ScriptedBackend backend)
    {
        Harness = harness;
        Backend = backend;
    }

    public ProxyHarness Harness { get; }

    public ScriptedBackend Backend { get; }

    public IPEndPoint EndPoint { get; private set; } = null!;

    public static async Task<AuthorizedConnections> StartAsync(
        IPEndPoint service, string options = "", string before = "")
    {
        var backend = new ScriptedBackend(async wire =>
        {
            await wire.SendAsync("welcome ");
            await wire.SendAsync(await wire.ReceiveAsync("hello".Length));
            await wire.ReceiveToEndAsync();
        });
        var proxy = new AuthorizedConnections(new ProxyHarness(), backend);
        proxy.Harness.Cluster("c", backend.EndPoint);
        proxy.Harness.Cluster("authz", AuthorizedProxy.Http2, service);
        proxy.Harness.Listener($$"""
            { "name": "tcp", "address": { "socketAddress": { "address": "127.0.0.1", "portValue": 0 } },
              "filterChains": [ { "filters": [ {{before}} { "name": "authz", "typedConfig": {
                "@type": "type.googleapis.com/envoy.extensions.filters.network.ext_authz.v3.ExtAuthz", {{options}}
                "statPrefix": "tcp.", "transportApiVersion": "V3", "grpcService": {
                  "envoyGrpc": { "clusterName": "authz" }, "timeout": "10s" } } },
              { "name": "tcp", "typedConfig": {
                "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
                "statPrefix": "test", "cluster": "c" } } ] } ] }
            """);
        await proxy.Harness.ApplyAsync();
        proxy.EndPoint = await proxy.Harness.EndPointAsync("tcp");
        return proxy;
    }

    public long Count(string stat) =>
        Harness.RunOnWorkerAsync(_ => Harness.Stats.Counter($"ext_authz.tcp.{stat}").Value).GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        var faults = Harness.Faults.ToArray();
        Harness.Dispose();
        Backend.Dispose();
        Assert.Empty(faults);
        await ValueTask.CompletedTask;
    }
}
