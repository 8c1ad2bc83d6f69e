using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Outrigger.Local.Supervision;

namespace Outrigger.Local.Tests.Supervision;

public sealed class SupervisedProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ProcessLauncher _launcher = new(Guid.NewGuid().ToString("N"));
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<ProcessStatus> _statuses = [];

    public void Dispose()
    {
        _launcher.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_process_that_ends_is_started_again_after_the_back_off()
    {
        using var process = Create("exit 3", RestartPolicy.Always);
        await process.StartAsync();

        await Deadline.UntilAsync(() => process.Status.Phase == ProcessPhase.BackOff);
        Assert.Equal(3, process.Status.LastExitStatus);
        Assert.Equal(0, process.Status.RestartCount);

        _time.Advance(TimeSpan.FromMilliseconds(10));
        await Deadline.UntilAsync(() => process.Status is { Phase: ProcessPhase.BackOff, RestartCount: 1 });

        _time.Advance(TimeSpan.FromMilliseconds(19));
        Assert.Equal(1, process.Status.RestartCount);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Deadline.UntilAsync(() => process.Status is { Phase: ProcessPhase.BackOff, RestartCount: 2 });

        await process.StopAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(ProcessPhase.Stopped, process.Status.Phase);
        Assert.Equal(
            [ProcessPhase.Running, ProcessPhase.BackOff, ProcessPhase.Running, ProcessPhase.BackOff,
                ProcessPhase.Running, ProcessPhase.BackOff, ProcessPhase.Stopped],
            _statuses.Select(status => status.Phase));
    }

    [Fact]
    public async Task A_killed_process_is_started_again()
    {
        using var process = Create("exec sleep 1000", RestartPolicy.Always);
        await process.StartAsync();
        var first = process.Status.ProcessId!.Value;

        _ = NativeMethods.Kill(first, (int)Signal.Kill);
        await Deadline.UntilAsync(() => process.Status.Phase == ProcessPhase.BackOff);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        await Deadline.UntilAsync(() => process.Status.Phase == ProcessPhase.Running);

        Assert.NotEqual(first, process.Status.ProcessId);
        await process.StopAsync(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task With_the_policy_never_its_end_is_final()
    {
        using var process = Create("exit 1", RestartPolicy.Never);
        await process.StartAsync();

        await process.Completion;

        Assert.Equal(ProcessPhase.Stopped, process.Status.Phase);
        Assert.Equal(1, process.Status.LastExitStatus);
    }

    private SupervisedProcess Create(string script, RestartPolicy policy)
    {
        var spec = new ProcessSpec
        {
            Name = "test",
            Command = ["/bin/sh", "-c", script],
            WorkingDirectory = _folder.Path,
            LogFile = _folder.File("log"),
        };
        return new SupervisedProcess(_launcher, spec, policy, _time, _statuses.Enqueue);
    }
}
