namespace Outrigger.Interop.Tests.Proxies;

/// <summary>
/// Client ► near proxy ► far proxy ► server, as two sidecars stand between two workloads.
/// </summary>
internal sealed class ProxyPair : IAsyncDisposable
{
    private ProxyPair(RunningProxy near, RunningProxy far)
    {
        Near = near;
        Far = far;
    }

    /// <summary>The proxy on the client's side.</summary>
    public RunningProxy Near { get; }

    /// <summary>The proxy on the server's side.</summary>
    public RunningProxy Far { get; }

    /// <summary>Where clients connect to, on 127.0.0.1.</summary>
    public int Port => Near.Port;

    public static async Task<ProxyPair> StartAsync(
        LinkProtocol client, LinkProtocol between, LinkProtocol server, int serverPort)
    {
        var far = await RunningProxy.StartAsync(ProxyBootstrap.Create(between, server, serverPort));
        try
        {
            return new ProxyPair(
                await RunningProxy.StartAsync(ProxyBootstrap.Create(client, between, far.Port)), far);
        }
        catch
        {
            await far.DisposeAsync();
            throw;
        }
    }

    public static Task<ProxyPair> StartAsync(Way way, int serverPort) =>
        StartAsync(way.Client, way.Between, way.Server, serverPort);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Near.DisposeAsync();
        await Far.DisposeAsync();
    }
}
