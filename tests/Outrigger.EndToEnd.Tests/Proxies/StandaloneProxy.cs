using System.Net;
using System.Net.Sockets;
using System.Text;
using Outrigger.Local.Sidecars;
using Outrigger.Local.Supervision;

namespace Outrigger.EndToEnd.Tests.Proxies;

/// <summary>The proxy program with a static configuration: one listener before one backend.</summary>
internal sealed class StandaloneProxy : IAsyncDisposable
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);

    private readonly ProcessLauncher _launcher = new(Guid.NewGuid().ToString("N"));
    private readonly string _folder = Directory.CreateTempSubdirectory("outrigger-e2e-").FullName;
    private ChildProcess? _process;

    private StandaloneProxy(int port) => Port = port;

    /// <summary>The listener's port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Starts the proxy before the backend's port and waits until it listens.</summary>
    public static async Task<StandaloneProxy> StartAsync(int backendPort)
    {
        var proxy = new StandaloneProxy(FreePort());
        var bootstrap = Path.Combine(proxy._folder, "bootstrap.yaml");
        await File.WriteAllTextAsync(
            bootstrap, Bootstrap(proxy.Port, backendPort), TestContext.Current.CancellationToken);
        proxy._process = await proxy._launcher.StartAsync(new ProcessSpec
        {
            Name = "proxy",
            Command = [.. ProxyProgram.Find(null).Command, "-c", bootstrap, "--concurrency", "1"],
            WorkingDirectory = proxy._folder,
            LogFile = Path.Combine(proxy._folder, "log"),
        });
        await Deadline.UntilAsync(() => proxy.IsListening());
        return proxy;
    }

    /// <summary>Whether the proxy still runs.</summary>
    public bool IsRunning => _process is { Exited.IsCompleted: false };

    /// <summary>
    /// Sends bytes, in two pieces when split, and returns all that comes back until the proxy hangs up.
    /// </summary>
    /// <param name="bytes">What to send.</param>
    /// <param name="splitAt">The length of the first piece; 0 to send all at once.</param>
    /// <param name="untilAnswers">So many complete answers are enough; 0 to wait for the end.</param>
    public async Task<ProxyAnswer> SendAsync(byte[] bytes, int splitAt = 0, int untilAnswers = 0)
    {
        using var socket =
            new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limit =
            CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        await socket.ConnectAsync(IPAddress.Loopback, Port, limit.Token);
        var text = new StringBuilder();
        try
        {
            if (splitAt > 0)
            {
                await socket.SendAsync(bytes.AsMemory(0, splitAt), limit.Token);
            }

            await socket.SendAsync(bytes.AsMemory(splitAt), limit.Token);
            var buffer = new byte[8192];
            int count;
            while ((count = await socket.ReceiveAsync(buffer, limit.Token)) > 0)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
                if (untilAnswers > 0
                    && new ProxyAnswer(text.ToString(), false).Statuses.Count >= untilAnswers)
                {
                    return new ProxyAnswer(text.ToString(), IsClosed: false);
                }
            }

            return new ProxyAnswer(text.ToString(), IsClosed: true);
        }
        catch (SocketException)
        {
            // Reset: closed too, and what was read before is read.
            return new ProxyAnswer(text.ToString(), IsClosed: true);
        }
        catch (OperationCanceledException)
            when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            return new ProxyAnswer(text.ToString(), IsClosed: false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            await process.StopAsync(StopGrace, TimeProvider.System);
        }

        _launcher.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private bool IsListening()
    {
        if (!IsRunning)
        {
            Assert.Fail(File.ReadAllText(Path.Combine(_folder, "log")));
        }

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Bootstrap(int port, int backendPort) => $$$"""
        node: { id: corpus, cluster: corpus }
        static_resources:
          listeners:
          - name: web
            address: { socket_address: { address: 127.0.0.1, port_value: {{{port}}} } }
            filter_chains:
            - filters:
              - name: envoy.filters.network.http_connection_manager
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                  stat_prefix: ingress
                  route_config:
                    virtual_hosts:
                    - name: all
                      domains: ["*"]
                      routes:
                      - match: { prefix: "" }
                        route: { cluster: web }
                  http_filters:
                  - name: envoy.filters.http.router
                    typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router }
          clusters:
          - name: web
            type: STATIC
            connect_timeout: 5s
            load_assignment:
              cluster_name: web
              endpoints:
              - lb_endpoints:
                - endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: {{{backendPort}}} } } }
        """;
}
