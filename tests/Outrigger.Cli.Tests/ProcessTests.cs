using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Outrigger.Cli.Tests.Support;
using Outrigger.ControlPlane;
using Outrigger.ControlPlane.Tests.Support;

namespace Outrigger.Cli.Tests;

/// <summary>The built command as a process: exit statuses, signals, and no stack traces.</summary>
public sealed partial class ProcessTests
{
    [Theory]
    [InlineData("version", ExitStatus.Success)]
    [InlineData("get vs --state-dir /nowhere/at/all", ExitStatus.Failure)]
    [InlineData("apply -f /nowhere.yaml", ExitStatus.Failure)]
    [InlineData("control-plane -f /nowhere.yaml --state-dir /nowhere/at/all", ExitStatus.Failure)]
    [InlineData("aply", ExitStatus.Usage)]
    public async Task It_ends_with_the_right_status_and_without_a_stack_trace(string command, int status)
    {
        var result = await OutriggerProcess.RunAsync(CommandRunner.Words(command));
        Assert.Equal(status, result.Status);
        Assert.Equal(status == ExitStatus.Success ? 0 : 1, result.ErrorLines.Length);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_control_plane_serves_until_it_is_told_to_stop()
    {
        await using var files = await TestMesh.StartAsync();
        var file = files.File("mesh/services.yaml", Meshes.Services);
        var state = Path.Combine(Path.GetDirectoryName(file)!, "state");
        await using var process = OutriggerProcess.Start(
            "control-plane", "--state-dir", state, "-f", file, "--xds-port", "0", "--tls-port", "0");
        await process.WaitForErrorLineAsync(
            line => line.Contains("Serving proxies on", StringComparison.Ordinal));

        var endpoint = XdsEndpointOf(state);
        await using (var proxy = new TestProxy(endpoint, "client", _ => TestProxy.Answer.Acknowledge))
        {
            await proxy.WaitForFirstConfigurationAsync();
        }

        var services = await CommandRunner.RunAsync("get", "services", "-o", "name", "--state-dir", state);
        Assert.Equal(["service/ratings", "service/reviews"], services.OutLines);

        process.Terminate();
        var result = await process.WaitForExitAsync();
        Assert.Equal(ExitStatus.Success, result.Status);
        Assert.Empty(result.Out);
        Assert.All(result.ErrorLines, line => Assert.Matches(LogLine(), line));
        Assert.False(File.Exists(StateDirectory.ControlPlaneFile(state)));
    }

    [Fact]
    public async Task A_second_control_plane_for_one_mesh_is_refused_in_one_sentence()
    {
        await using var mesh = await TestMesh.StartAsync();
        var result = await OutriggerProcess.RunAsync(
            "control-plane", "--state-dir", mesh.ControlPlane.StateFolder, "--xds-port", "0", "--tls-port", "0");
        Assert.Equal(ExitStatus.Failure, result.Status);
        var sentence = Assert.Single(result.ErrorLines);
        Assert.Contains(mesh.ControlPlane.StateFolder, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_in_use_is_one_sentence()
    {
        await using var mesh = await TestMesh.StartAsync();
        var state = Path.Combine(Path.GetDirectoryName(mesh.File("x/y", ""))!, "state");
        var result = await OutriggerProcess.RunAsync(
            "control-plane", "--state-dir", state, "--tls-port", "0",
            "--xds-port", $"{mesh.ControlPlane.XdsEndpoint.Port}");
        Assert.Equal(ExitStatus.Failure, result.Status);
        Assert.Contains("in use", result.ErrorLines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    private static IPEndPoint XdsEndpointOf(string state)
    {
        using var said = JsonDocument.Parse(File.ReadAllText(StateDirectory.ControlPlaneFile(state)));
        return new IPEndPoint(IPAddress.Loopback, said.RootElement.GetProperty("xdsPort").GetInt32());
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (info |warn |error) \w+: .+$")]
    private static partial Regex LogLine();
}
