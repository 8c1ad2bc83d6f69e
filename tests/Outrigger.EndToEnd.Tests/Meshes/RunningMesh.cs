using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Outrigger.ControlPlane.Client;
using Outrigger.Local.Supervision;

namespace Outrigger.EndToEnd.Tests.Meshes;

/// <summary>A mesh that <c>outrigger up</c> runs, with a state folder and a port of its own.</summary>
internal sealed class RunningMesh : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);

    private readonly string _stateDirectory;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = [];
    private readonly TaskCompletionSource<string> _ready =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningMesh(string stateDirectory, int httpPort, Process process)
    {
        _stateDirectory = stateDirectory;
        HttpPort = httpPort;
        _process = process;
        Management = new ManagementClient(stateDirectory);
    }

    /// <summary>The port of the ingress gateway.</summary>
    public int HttpPort { get; }

    /// <summary>The address of the ingress gateway.</summary>
    public Uri Ingress => new($"http://127.0.0.1:{HttpPort}");

    /// <summary>The mesh's management interface.</summary>
    public ManagementClient Management { get; }

    /// <summary>The state folder.</summary>
    public string StateDirectory => _stateDirectory;

    /// <summary>The process id of <c>outrigger up</c>.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts a mesh and waits until everything in it is ready.</summary>
    public static Task<RunningMesh> StartAsync(params string[] arguments) =>
        StartInAsync(Directory.CreateTempSubdirectory("outrigger-e2e-").FullName, arguments);

    /// <summary>Starts a mesh with a state folder that may have been used before.</summary>
    public static async Task<RunningMesh> StartInAsync(string stateDirectory, params string[] arguments)
    {
        var port = FreePort();
        string[] words =
        [
            .. OutriggerProgram.Command.Skip(1),
            "up", "--no-table", "--state-dir", stateDirectory, "--http-port", $"{port}",
            .. arguments,
        ];
        var startInfo = new ProcessStartInfo(OutriggerProgram.Command[0], words)
        {
            WorkingDirectory = OutriggerProgram.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var mesh = new RunningMesh(stateDirectory, port, Process.Start(startInfo)!);
        mesh.ReadOutput();
        await mesh.WaitUntilReadyAsync();
        return mesh;
    }

    /// <summary>Whether <c>outrigger up</c> printed a line with the text.</summary>
    public bool HasPrinted(string text) => _output.Any(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>
    /// What <c>outrigger up</c> printed, and the ends of all logs: what one wants to see when a test failed.
    /// </summary>
    public string Describe()
    {
        var logs = Directory.Exists(Path.Combine(_stateDirectory, "logs"))
            ? Directory.EnumerateFiles(
                Path.Combine(_stateDirectory, "logs"), "*.log", SearchOption.AllDirectories)
                .Select(file => $"--- {Path.GetRelativePath(_stateDirectory, file)}\n"
                    + string.Join('\n', File.ReadLines(file).TakeLast(10)))
            : [];
        return string.Join('\n', _output.TakeLast(60)) + "\n" + string.Join('\n', logs);
    }

    /// <summary>
    /// Applies a file's objects and waits until every proxy has taken what follows from them.
    /// </summary>
    public async Task ApplyAsync(string file, TimeSpan limit)
    {
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await ApplyTextAsync(text, Path.GetFileName(file), limit);
    }

    /// <summary>Applies objects and waits until every proxy has taken what follows from them.</summary>
    public async Task ApplyTextAsync(string text, string name, TimeSpan limit)
    {
        var result = await Management.ApplyAsync(text, name, limit, TestContext.Current.CancellationToken);
        Assert.NotNull(result.Sync);
        Assert.Empty(result.Sync.Rejected);
        Assert.True(
            result.Sync.Pending.Count == 0,
            $"{name}: not within {limit}: {string.Join(", ", result.Sync.Pending)}\n{Describe()}");
    }

    /// <summary>The ids of all processes of this mesh but <c>outrigger up</c> itself.</summary>
    public IReadOnlyList<int> ProcessIds() => ProcessIdsOf(_stateDirectory);

    /// <summary>
    /// The ids of all processes of the mesh with the state folder but its <c>outrigger up</c>.
    /// </summary>
    public static IReadOnlyList<int> ProcessIdsOf(string stateDirectory)
    {
        var file = Path.Combine(stateDirectory, "mesh-id");
        return File.Exists(file) ? LeftoverProcesses.Find(File.ReadAllText(file).Trim()) : [];
    }

    /// <summary>The process ids of the pods' proxies, by the pods' names.</summary>
    public IReadOnlyDictionary<string, int> ProxyIds() => ProcessIds()
        .Select(id => (Id: id, Words: CommandLineOf(id)))
        .Where(process => process.Words.Contains("bootstrap.json", StringComparison.Ordinal))
        .ToDictionary(
            process => Path.GetFileName(Path.GetDirectoryName(
                process.Words.Split('\0').Single(
                    word => word.EndsWith("bootstrap.json", StringComparison.Ordinal)))!),
            process => process.Id);

    /// <summary>The process id of the control plane.</summary>
    public int ControlPlaneId()
    {
        var file = Path.Combine(_stateDirectory, "control-plane.json");
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return document.RootElement.GetProperty("pid").GetInt32();
    }

    /// <summary>Ends a process at once, as <c>kill -9</c> does.</summary>
    public static void Kill(int processId) =>
        Assert.Equal(0, NativeMethods.Kill(processId, (int)Signal.Kill));

    /// <summary>Ends <c>outrigger up</c> itself with <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        Kill(_process.Id);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Starts what a workload might have left behind: a process that carries the mesh's mark.</summary>
    public Process StartDetachedProcess()
    {
        var startInfo = new ProcessStartInfo("sleep", "1000");
        startInfo.Environment[ProcessLauncher.MarkVariable] =
            File.ReadAllText(Path.Combine(_stateDirectory, "mesh-id")).Trim();
        return Process.Start(startInfo)!;
    }

    /// <summary>Stops the mesh as Ctrl-C does and returns the exit status.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            _ = NativeMethods.Kill(_process.Id, (int)Signal.Terminate);
            using var limit = new CancellationTokenSource(StopLimit);
            await _process.WaitForExitAsync(limit.Token);
        }

        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Management.Dispose();
        try
        {
            await StopAsync();
        }
        finally
        {
            if (!_process.HasExited)
            {
                _process.Kill();
            }

            _process.Dispose();
        }

        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            // The folder stays for whoever looks into the failure.
            TestContext.Current.SendDiagnosticMessage($"the mesh's state is in {_stateDirectory}");
        }
        else
        {
            Directory.Delete(_stateDirectory, recursive: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string CommandLineOf(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private void ReadOutput()
    {
        _process.OutputDataReceived += (_, line) => OnLine(line.Data);
        _process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void OnLine(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (line.StartsWith("ready: ", StringComparison.Ordinal))
        {
            _ready.TrySetResult(line);
        }
    }

    private async Task WaitUntilReadyAsync()
    {
        var limit = Task.Delay(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        var ended = _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (await Task.WhenAny(_ready.Task, ended, limit) != _ready.Task)
        {
            var description = Describe();
            await DisposeAsync();
            Assert.Fail($"the mesh did not become ready\n{description}");
        }
    }
}
