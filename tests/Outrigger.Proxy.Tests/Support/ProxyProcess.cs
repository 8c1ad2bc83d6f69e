using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Outrigger.Proxy.Tests.Support;

/// <summary>
/// The program itself as a child process, with a bootstrap of the test's and free ports: the one built beside
/// the tests, or the native one that OUTRIGGER_PROXY names.
/// </summary>
internal sealed partial class ProxyProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    // The program's own directory: beside the tests, which have ASP.NET Core, some of its libraries are left
    // out.
    private static readonly string Program = AppContext.BaseDirectory.Replace(
        "Outrigger.Proxy.Tests", "Outrigger.Proxy", StringComparison.Ordinal) + "outrigger-proxy.dll";

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;
    private readonly string _directory = Directory.CreateTempSubdirectory("outrigger-proxy-test-").FullName;

    public ProxyProcess(string bootstrap, params string[] arguments)
    {
        string config = Path.Combine(_directory, "bootstrap.yaml");
        File.WriteAllText(config, bootstrap);
        string? native = Environment.GetEnvironmentVariable("OUTRIGGER_PROXY");
        var start = new ProcessStartInfo(native ?? "dotnet")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        string[] program = native is null ? [Program] : [];
        string[] all = [.. program, "-c", config, .. arguments];
        foreach (string argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        _process = new Process { StartInfo = start };
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public int Id => _process.Id;

    public string Log => string.Join('\n', _lines);

    public TestClient Admin { get; private set; } = new("127.0.0.1");

    /// <summary>Starts the program and waits until its administration server answers.</summary>
    public static async Task<ProxyProcess> StartAsync(string bootstrap, params string[] arguments)
    {
        var proxy = new ProxyProcess(bootstrap, ["--concurrency", "1", .. arguments]);
        string address = await proxy.LogMatchAsync(AdminAddress());
        proxy.Admin.Dispose();
        proxy.Admin = new TestClient(address);
        return proxy;
    }

    /// <summary>Waits until the program says that it is ready.</summary>
    public async Task<ProxyProcess> ReadyAsync()
    {
        await Eventually.Holds(
            async () => (await Admin.GetAsync("/ready")).IsSuccessStatusCode, $"the proxy is ready\n{Log}");
        return this;
    }

    /// <summary>A client of one of its listeners.</summary>
    public async Task<TestClient> ClientOfAsync(string listener)
    {
        string text = await Admin.TextAsync("/listeners");
        string line = text.Split('\n').Single(
            each => each.StartsWith(listener + "::", StringComparison.Ordinal));
        return new TestClient(line[(listener.Length + 2)..]);
    }

    public async Task<long> StatAsync(string name)
    {
        string text = await Admin.TextAsync("/stats");
        string? line = text.Split('\n').FirstOrDefault(
            each => each.StartsWith(name + ": ", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line[(name.Length + 2)..]);
    }

    public void Signal(PosixSignal signal) =>
        Process.Start("kill", [signal == PosixSignal.SIGTERM ? "-TERM" : "-INT", $"{_process.Id}"])
            .WaitForExit();

    /// <summary>Ends it as a crash would.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public async Task<int> ExitStatusAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<string> LogMatchAsync(Regex pattern)
    {
        Match match = Match.Empty;
        await Eventually.Holds(
            () =>
            {
                Assert.False(_process.HasExited, $"the proxy ended:\n{Log}");
                match = pattern.Match(Log);
                return match.Success;
            },
            $"the log has {pattern}");
        return match.Groups[1].Value;
    }

    private void Note(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }
    }

    [GeneratedRegex("admin: listening address=(\\S+)")]
    private static partial Regex AdminAddress();
}
