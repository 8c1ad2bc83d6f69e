using Outrigger.Local.Supervision;

namespace Outrigger.Local.Tests.Supervision;

public sealed class ProcessLauncherTests : IDisposable
{
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly TemporaryFolder _folder = new();
    private readonly ProcessLauncher _launcher;

    public ProcessLauncherTests() => _launcher = new ProcessLauncher(_mark);

    private string Log => _folder.File("log");

    public void Dispose()
    {
        _launcher.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Output_goes_to_the_log_and_the_exit_status_is_told()
    {
        var child = await StartAsync("echo out; echo err >&2; exit 7");

        Assert.Equal(7, await child.Exited);
        Assert.Equal("out\nerr\n", File.ReadAllText(Log));
    }

    [Fact]
    public async Task Environment_is_added_to_and_taken_from_what_the_parent_has()
    {
        Environment.SetEnvironmentVariable("OUTRIGGER_TEST_INHERITED", "inherited");
        Environment.SetEnvironmentVariable("OUTRIGGER_TEST_REMOVED", "removed");
        var child = await _launcher.StartAsync(Spec(
            "echo $OUTRIGGER_TEST_INHERITED $OUTRIGGER_TEST_REMOVED $ADDED $OUTRIGGER_MESH $PWD") with
        {
            Environment =
                new Dictionary<string, string?> { ["ADDED"] = "added", ["OUTRIGGER_TEST_REMOVED"] = null },
        });

        await child.Exited;

        Assert.Equal($"inherited added {_mark} {_folder.Path}\n", File.ReadAllText(Log));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_an_error_in_one_sentence()
    {
        var spec = Spec("true") with { WorkingDirectory = _folder.File("missing") };

        var exception = await Assert.ThrowsAsync<LocalRuntimeException>(() => _launcher.StartAsync(spec));

        Assert.StartsWith("test/app: cannot start: ", exception.Message);
    }

    [Fact]
    public async Task A_program_that_is_not_there_ends_with_the_shells_status()
    {
        var child = await _launcher.StartAsync(Spec("") with { Command = ["no-such-program-of-ours"] });

        Assert.Equal("command not found", ExitStatuses.Describe(await child.Exited));
        Assert.Contains("no-such-program-of-ours", File.ReadAllText(Log));
    }

    [Fact]
    public async Task Stopping_ends_what_the_process_started_too()
    {
        var child = await StartAsync("sleep 1000 & sleep 1000 & wait");
        await Deadline.UntilAsync(() => LeftoverProcesses.Find(_mark).Count == 3);

        await child.StopAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

        await Deadline.UntilAsync(() => LeftoverProcesses.Find(_mark).Count == 0);
    }

    [Fact]
    public async Task A_process_that_does_not_heed_is_killed_after_the_grace()
    {
        var child = await StartAsync("trap '' TERM; echo ready; while :; do sleep 1000; done");
        await Deadline.UntilAsync(() => File.Exists(Log) && File.ReadAllText(Log) == "ready\n");

        var status = await child.StopAsync(TimeSpan.FromMilliseconds(100), TimeProvider.System);

        Assert.Equal("killed by signal 9", ExitStatuses.Describe(status));
        await Deadline.UntilAsync(() => LeftoverProcesses.Find(_mark).Count == 0);
    }

    [Fact]
    public async Task What_a_process_leaves_behind_when_it_ends_is_ended()
    {
        var child = await StartAsync("sleep 1000 & exit 0");

        Assert.Equal(0, await child.Exited);
        await Deadline.UntilAsync(() => LeftoverProcesses.Find(_mark).Count == 0);
    }

    [Fact]
    public async Task Leftovers_are_found_by_their_mark_even_out_of_their_group()
    {
        // A process that left the group and the session of its parent, as a daemon does.
        var child = await StartAsync("setsid sleep 1000 & exec sleep 1000");
        await Deadline.UntilAsync(() => LeftoverProcesses.Find(_mark).Count == 2);
        var other = new ProcessLauncher(_mark + "x");

        var ended = await LeftoverProcesses.EndAsync(
            _mark, TimeProvider.System, TestContext.Current.CancellationToken);
        other.Dispose();

        Assert.Equal(2, ended);
        Assert.Equal("killed by signal 9", ExitStatuses.Describe(await child.Exited));
        Assert.Empty(LeftoverProcesses.Find(_mark));
    }

    private Task<ChildProcess> StartAsync(string script) => _launcher.StartAsync(Spec(script));

    private ProcessSpec Spec(string script) => new()
    {
        Name = "test/app",
        Command = ["/bin/sh", "-c", script],
        WorkingDirectory = _folder.Path,
        LogFile = Log,
    };
}
