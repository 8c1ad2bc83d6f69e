using System.Diagnostics;
using System.Net;
using Outrigger.Proxy.Tests.DataPath;
using Outrigger.Proxy.Tests.Support;

namespace Outrigger.Proxy.Tests.Attacks;

/// <summary>
/// The program itself, with a limit on its memory, between attackers and an endpoint. While an attack goes on,
/// somebody else asks again and again and must be answered, and the memory is looked at.
/// </summary>
internal sealed class AttackedProxy : IAsyncDisposable
{
    /// <summary>The limit that the overload manager keeps to, far below what the attacks ask for.</summary>
    public const long MemoryLimitBytes = 256L << 20;

    /// <summary>Somebody who waits longer is not served, in effect.</summary>
    private static readonly TimeSpan s_answerTimeMax = TimeSpan.FromSeconds(10);

    private readonly ScriptedBackend _backend;
    private readonly ProxyProcess _process;

    private AttackedProxy(ScriptedBackend backend, ProxyProcess process, IPEndPoint endPoint)
    {
        _backend = backend;
        _process = process;
        EndPoint = endPoint;
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>The requests that reached the endpoint.</summary>
    public IReadOnlyCollection<string> Forwarded => _backend.Requests;

    /// <param name="manager">Fields of the connection manager, in YAML's flow style, each with a comma behind it.</param>
    /// <param name="backend">The endpoint; the proxy disposes of it.</param>
    /// <param name="bootstrap">Further fields of the bootstrap.</param>
    /// <param name="listener">Fields of the listener, each with a comma behind it.</param>
    /// <param name="routes">Routes before the one that takes everything to the endpoint.</param>
    /// <param name="chain">Fields of the filter chain, each with a comma behind it.</param>
    public static async Task<AttackedProxy> StartAsync(
        string manager = "", ScriptedBackend? backend = null, string bootstrap = "", string listener = "", string routes = "",
        string? chain = null)
    {
        backend ??= ScriptedBackend.Answering(ScriptedBackend.Ok("ok"));
        ProxyProcess process = await ProxyProcess.StartAsync($$"""
            admin: { address: { socket_address: { address: 127.0.0.1, port_value: 0 } } }
            overload_manager:
              refresh_interval: 0.05s
              resource_monitors:
              - name: envoy.resource_monitors.fixed_heap
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig
                  max_heap_size_bytes: {{MemoryLimitBytes}}
              actions:
              - name: envoy.overload_actions.stop_accepting_requests
                triggers: [ { name: envoy.resource_monitors.fixed_heap, threshold: { value: 0.95 } } ]
              - name: envoy.overload_actions.reset_high_memory_stream
                triggers: [ { name: envoy.resource_monitors.fixed_heap, threshold: { value: 0.98 } } ]
            {{bootstrap}}
            static_resources:
              listeners:
              {{Listener("web", listener, "", manager, routes)}}
              {{(chain is null ? "" : Listener("secure", "stat_prefix: secure,", chain, "", ""))}}
              clusters:
              - name: c
                type: STATIC
                circuit_breakers: { thresholds: [ { max_connections: 100000, max_requests: 100000, max_pending_requests: 100000 } ] }
                load_assignment:
                  cluster_name: c
                  endpoints: [ { lb_endpoints: [ { endpoint: { address: { socket_address: {
                    address: 127.0.0.1, port_value: {{backend.EndPoint.Port}} } } } } ] } ]
            """);
        await process.ReadyAsync();
        return new AttackedProxy(backend, process, await EndPointAsync(process, "web"));
    }

    private static string Listener(string name, string listener, string chain, string manager, string routes) =>
        $$"""
        - { name: {{name}}, address: { socket_address: { address: 127.0.0.1, port_value: 0 } }, {{listener}} filter_chains: [ {
            {{chain}} filters: [ { name: hcm, typed_config: {
            "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager,
            stat_prefix: {{name}}, {{manager}}
            route_config: { name: all, virtual_hosts: [ { name: all, domains: ["*"], routes: [
              {{routes}} { match: { prefix: / }, route: { cluster: c, timeout: 0s } } ] } ] },
            http_filters: [ { name: envoy.filters.http.router, typed_config: {
              "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router } } ] } } ] } ] }
        """.ReplaceLineEndings(" ");

    private static async Task<IPEndPoint> EndPointAsync(ProxyProcess process, string listener)
    {
        using TestClient client = await process.ClientOfAsync(listener);
        return new IPEndPoint(IPAddress.Parse(client.Host), client.Port);
    }

    /// <summary>The listener that has the filter chain of its own.</summary>
    public Task<IPEndPoint> SecureEndPointAsync() => EndPointAsync(_process, "secure");

    public Task<long> StatAsync(string name) => _process.StatAsync(name);

    public Task StatReachesAsync(string name, long least) =>
        Eventually.Holds(async () => await StatAsync(name) >= least, $"{name} reaches {least}\n{_process.Log}");

    /// <summary>
    /// Runs an attack to its end. Meanwhile another client is served on a connection of its own, which is opened anew
    /// whenever the proxy closes it.
    /// </summary>
    public async Task WithstandAsync(Func<Task> attack)
    {
        using var bystander = new Bystander(EndPoint);
        await bystander.AskAsync(s_answerTimeMax);
        Task attacking = attack();
        do
        {
            await bystander.AskAsync(s_answerTimeMax);
            AssertMemory();
        }
        while (!attacking.IsCompleted);
        await attacking;
        for (var round = 0; round < 20; round++)
            await bystander.AskAsync(s_answerTimeMax);
        AssertMemory();
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _backend.Dispose();
    }

    private void AssertMemory()
    {
        string[] pages = File.ReadAllText($"/proc/{_process.Id}/statm").Split(' ');
        long bytes = (long.Parse(pages[1]) - long.Parse(pages[2])) * Environment.SystemPageSize;
        Assert.True(bytes < MemoryLimitBytes, $"{bytes >> 20} MiB of {MemoryLimitBytes >> 20} MiB\n{_process.Log}");
    }

    /// <summary>Asks for one thing after the other.</summary>
    private sealed class Bystander(IPEndPoint endPoint) : IDisposable
    {
        private Wire? _wire;

        public async Task AskAsync(TimeSpan answerTimeMax)
        {
            long start = Stopwatch.GetTimestamp();
            while (!await TryAskAsync())
            {
                Assert.True(
                    Stopwatch.GetElapsedTime(start) < answerTimeMax, $"nobody else is served within {answerTimeMax}");
            }
        }

        public void Dispose() => _wire?.Dispose();

        /// <summary>Being shed or refused once is no failure as long as the next attempt is served.</summary>
        private async Task<bool> TryAskAsync()
        {
            try
            {
                _wire ??= await Wire.ConnectAsync(endPoint);
                await _wire.SendAsync("GET /bystander HTTP/1.1\r\nhost: a\r\n\r\n");
                var response = await _wire.ReceiveMessageAsync();
                if (response.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
                    return true;
            }
            catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
            {
                // Tried again, on another connection.
            }

            _wire?.Dispose();
            _wire = null;
            return false;
        }
    }
}
