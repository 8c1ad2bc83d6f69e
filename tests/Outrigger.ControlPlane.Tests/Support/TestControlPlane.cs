using System.Net;
using Microsoft.Extensions.Time.Testing;
using Outrigger.ControlPlane.Client;

namespace Outrigger.ControlPlane.Tests.Support;

/// <summary>
/// A control plane in this process with a folder of its own, which can be stopped and started again.
/// </summary>
internal sealed class TestControlPlane : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outrigger-test-");
    private readonly List<TestProxy> _proxies = [];
    private readonly TimeProvider _time;
    private ControlPlaneServer? _server;

    private TestControlPlane(TimeProvider time)
    {
        _time = time;
        Client = new ManagementClient(StateFolder);
        Directory.CreateDirectory(ConfigFolder);
    }

    public ManagementClient Client { get; }

    /// <summary>The folder of YAML files that it follows.</summary>
    public string ConfigFolder => Path.Combine(_folder.FullName, "config");

    public string StateFolder => Path.Combine(_folder.FullName, "state");

    public IPEndPoint XdsEndpoint => _server!.XdsEndpoint;

    /// <summary>Where proxies connect by TLS.</summary>
    public IPEndPoint SecureEndpoint => _server!.SecureEndpoint!;

    /// <summary>The roots that the mesh trusts, as they are on disk.</summary>
    public string TrustBundle => File.ReadAllText(StateDirectory.TrustBundleFile(StateFolder));

    /// <summary>Changes the options with which it starts; asked at every start.</summary>
    public Func<ControlPlaneOptions, ControlPlaneOptions> Configure { get; set; } = options => options;

    /// <summary>Starts one whose folder holds the files.</summary>
    public static Task<TestControlPlane> StartAsync(params (string File, string Text)[] files) =>
        StartAsync(TimeProvider.System, files);

    /// <summary>Starts one whose time only goes on when the test says so.</summary>
    public static Task<TestControlPlane> StartAsync(
        FakeTimeProvider time, params (string File, string Text)[] files) =>
        StartAsync((TimeProvider)time, files);

    public async Task StartAgainAsync() => _server = await ControlPlaneServer.StartAsync(
        Configure(new ControlPlaneOptions
        {
            StateDirectory = StateFolder,
            Paths = [ConfigFolder],
            XdsPort = 0,
            SecurePort = 0,
            DebounceQuiet = TimeSpan.FromMilliseconds(20),
            DebounceMax = TimeSpan.FromSeconds(1),
            Time = _time,
        }),
        cancellation: TestContext.Current.CancellationToken);

    public async Task StopAsync()
    {
        if (_server is { } server) await server.DisposeAsync();
        _server = null;
    }

    /// <summary>Writes a file in one step, as editors and tools that mean well do.</summary>
    public void WriteFile(string file, string text)
    {
        var path = Path.Combine(ConfigFolder, file);
        File.WriteAllText(path + ".tmp", text);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>Connects a proxy that acknowledges everything, or answers as it is told.</summary>
    public TestProxy Connect(string pod = "client", Func<string, TestProxy.Answer>? answer = null)
    {
        var proxy = new TestProxy(XdsEndpoint, pod, answer ?? (_ => TestProxy.Answer.Acknowledge));
        _proxies.Add(proxy);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in _proxies) await proxy.DisposeAsync();
        await StopAsync();
        Client.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Starts one with options of the test's.</summary>
    public static async Task<TestControlPlane> StartAsync(
        TimeProvider time, Func<ControlPlaneOptions, ControlPlaneOptions> configure)
    {
        var controlPlane = new TestControlPlane(time) { Configure = configure };
        await controlPlane.StartAgainAsync();
        return controlPlane;
    }

    private static async Task<TestControlPlane> StartAsync(
        TimeProvider time, (string File, string Text)[] files)
    {
        var controlPlane = new TestControlPlane(time);
        foreach (var (file, text) in files) controlPlane.WriteFile(file, text);
        await controlPlane.StartAgainAsync();
        return controlPlane;
    }
}
