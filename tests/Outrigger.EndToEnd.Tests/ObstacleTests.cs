using System.Net;
using System.Net.Sockets;
using Outrigger.EndToEnd.Tests.Meshes;

namespace Outrigger.EndToEnd.Tests;

/// <summary>
/// What stands in the way of a mesh is said in one clear sentence, and nothing is left running.
/// </summary>
public sealed class ObstacleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("outrigger-e2e-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_port_that_is_taken()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        await RefusesAsync(
            $"outrigger: port {port} of 127.0.0.1 is in use; choose another with --http-port",
            "--http-port", $"{port}");
    }

    [Fact]
    public Task A_file_that_is_not_there() =>
        RefusesAsync("outrigger: there is no file or folder /nowhere.yaml", "-f", "/nowhere.yaml");

    [Fact]
    public Task A_proxy_program_that_is_not_there() =>
        RefusesAsync("outrigger: there is no proxy program at /nowhere", "--proxy", "/nowhere");

    [Fact]
    public async Task A_mistake_in_the_processes_file()
    {
        var file = Path.Combine(_folder, "processes.yaml");
        await File.WriteAllTextAsync(
            file, "processes:\n- deploymnet: a\n  command: [a]\n", TestContext.Current.CancellationToken);

        await RefusesAsync(
            $"{file}:2:3: error OUT0006: processes[0]: found the field 'deploymnet'", "--processes", file);
    }

    [Fact]
    public async Task A_mesh_that_runs_already()
    {
        await using var mesh = await RunningMesh.StartAsync();

        await RefusesAsync(
            $"outrigger: 'outrigger up' already runs with the state folder {mesh.StateDirectory}; stop it",
            "--state-dir", mesh.StateDirectory);
        Assert.NotEmpty(mesh.ProcessIds());
    }

    private async Task RefusesAsync(string expected, params string[] arguments)
    {
        string[] state = arguments.Contains("--state-dir") ? [] : ["--state-dir", _folder];
        string[] port = arguments.Contains("--http-port") ? [] : ["--http-port", "18479"];

        var result = await OutriggerProgram.RunAsync(["up", "--no-table", .. state, .. port, .. arguments]);

        Assert.NotEqual(0, result.ExitStatus);
        Assert.Contains(expected, result.Errors);
        Assert.DoesNotContain("   at ", result.Errors);
        Assert.Empty(RunningMesh.ProcessIdsOf(_folder));
    }
}
