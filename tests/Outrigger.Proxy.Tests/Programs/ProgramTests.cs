using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Outrigger.Proxy.Tests.Support;

namespace Outrigger.Proxy.Tests.Programs;

/// <summary>The program from its command line to its exit status.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task It_forwards_requests_by_a_static_bootstrap()
    {
        using var backend = new Backend("backend");
        await using ProxyProcess proxy = await ProxyProcess.StartAsync(
            StaticProxy.Bootstrap.Replace("port_value: 9 ", $"port_value: {backend.Address.Split(':')[1]} "));
        await proxy.ReadyAsync();
        using TestClient client = await proxy.ClientOfAsync("web");

        Assert.Equal("backend", await client.TextAsync("/anything"));
        Assert.Equal(1, await proxy.StatAsync("cluster.web.upstream_rq_200"));
    }

    [Theory]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGINT)]
    public async Task A_signal_ends_it_cleanly(PosixSignal signal)
    {
        await using ProxyProcess proxy = await ProxyProcess.StartAsync(StaticProxy.Bootstrap);
        await proxy.ReadyAsync();

        proxy.Signal(signal);

        Assert.Equal(0, await proxy.ExitStatusAsync());
    }

    [Fact]
    public async Task Quitquitquit_ends_it()
    {
        await using ProxyProcess proxy = await ProxyProcess.StartAsync(StaticProxy.Bootstrap);

        HttpResponseMessage response = await proxy.Admin.PostAsync("/quitquitquit");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(0, await proxy.ExitStatusAsync());
    }

    [Fact]
    public async Task Drained_listeners_take_no_connections()
    {
        await using ProxyProcess proxy = await ProxyProcess.StartAsync(StaticProxy.Bootstrap);
        await proxy.ReadyAsync();
        using TestClient client = await proxy.ClientOfAsync("web");

        await proxy.Admin.PostAsync("/drain_listeners");

        await Eventually.Holds(() => IsRefusedAsync(client), "connections are refused");
    }

    [Fact]
    public async Task A_mistake_in_the_bootstrap_ends_it_with_its_place()
    {
        await using var proxy = new ProxyProcess("static_resources:\n  clusters:\n  - nam: x\n");

        Assert.Equal(1, await proxy.ExitStatusAsync());
        Assert.Contains("bootstrap.yaml:3:5: error: static_resources.clusters[0].nam", proxy.Log,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_on_the_command_line_ends_it_with_a_sentence()
    {
        await using var proxy = new ProxyProcess("", "--concurrency", "many");

        Assert.Equal(2, await proxy.ExitStatusAsync());
        Assert.Equal("outrigger-proxy: --concurrency many: expected a number from 1 to 1024", proxy.Log);
    }

    [Fact]
    public async Task An_address_that_is_taken_ends_the_start()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        string port = $"{((IPEndPoint)taken.LocalEndPoint!).Port}";

        await using var proxy = new ProxyProcess($$"""
            static_resources:
              listeners:
              - name: web
                address: { socket_address: { address: 127.0.0.1, port_value: {{port}} } }
                filter_chains:
                - filters:
                  - name: t
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
                      stat_prefix: t
                      cluster: nobody
            """);

        Assert.Equal(1, await proxy.ExitStatusAsync());
        Assert.Contains(port, proxy.Log, StringComparison.Ordinal);
    }

    private static async Task<bool> IsRefusedAsync(TestClient client)
    {
        try
        {
            await client.GetAsync("/direct");
            return false;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }
}
