using Outrigger.Cli.Commands;
using Outrigger.Cli.Tests.Support;
using Outrigger.Local;
using Outrigger.Local.Networking;
using Outrigger.Local.Supervision;

namespace Outrigger.Cli.Tests;

/// <summary>How the words after <c>outrigger up</c> become options.</summary>
public sealed class UpTests
{
    [Fact]
    public void Without_options_the_bundled_sample_runs_on_the_usual_port()
    {
        var options = Bind("--state-dir /state");
        Assert.Empty(options.ConfigPaths);
        Assert.Null(options.ProcessesFile);
        Assert.Null(options.ProxyPath);
        Assert.Null(options.XdsPort);
        Assert.Equal(MeshRunnerOptions.DefaultHttpPort, options.HttpPort);
        Assert.Equal(InterceptionMode.None, options.Interception);
        Assert.Equal(RestartPolicy.Always, options.ControlPlaneRestart);
        Assert.Equal("/state", options.StateDirectory);
        Assert.False(options.NoTable);
    }

    [Fact]
    public void Every_option_arrives()
    {
        var options = Bind(
            "-f a.yaml b.yaml -f c --processes p.yaml --http-port 9000 --interception redirect "
            + "--proxy /bin/proxy --xds-port 15999 --control-plane-restart never --no-table "
            + "--state-dir /state");
        Assert.Equal(["a.yaml", "b.yaml", "c"], options.ConfigPaths);
        Assert.Equal("p.yaml", options.ProcessesFile);
        Assert.Equal(9000, options.HttpPort);
        Assert.Equal(InterceptionMode.Redirect, options.Interception);
        Assert.Equal("/bin/proxy", options.ProxyPath);
        Assert.Equal(15999, options.XdsPort);
        Assert.Equal(RestartPolicy.Never, options.ControlPlaneRestart);
        Assert.True(options.NoTable);
    }

    [Fact]
    public async Task What_cannot_run_is_one_sentence()
    {
        var result = await CommandRunner.RunAsync(
            "up", "-f", "/nowhere.yaml", "--processes", "/nowhere.yaml", "--state-dir", "/nowhere/at/all");
        Assert.Equal(ExitStatus.Failure, result.Status);
        Assert.Equal(["outrigger: there is no file or folder /nowhere.yaml"], result.ErrorLines);
    }

    private static MeshRunnerOptions Bind(string options)
    {
        var root = OutriggerCommand.Create(CommandConsole.OfProcess());
        var parsed = root.Parse(["up", .. CommandRunner.Words(options)]);
        Assert.Empty(parsed.Errors);
        return UpCommand.Bind(parsed);
    }
}
