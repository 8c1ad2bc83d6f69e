namespace Outrigger.Local.Supervision;

/// <summary>
/// Keeps one process running: starts it again, with back-off, whenever it ends, until it is stopped.
/// </summary>
internal sealed class SupervisedProcess : IDisposable
{
    private readonly ProcessLauncher _launcher;
    private readonly ProcessSpec _spec;
    private readonly RestartPolicy _restart;
    private readonly TimeProvider _time;
    private readonly Action<ProcessStatus> _changed;
    private readonly BackOff _backOff = BackOff.ForProcesses();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _firstStart =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _running = Task.CompletedTask;
    private volatile ChildProcess? _child;
    private TimeSpan _stopGrace;

    /// <summary>Prepares the process; <see cref="StartAsync"/> starts it.</summary>
    /// <param name="launcher">Starts it.</param>
    /// <param name="spec">What to start.</param>
    /// <param name="restart">Whether it is started again after it ended.</param>
    /// <param name="time">The clock.</param>
    /// <param name="changed">Called on every change of status, from any thread, one call at a time.</param>
    public SupervisedProcess(
        ProcessLauncher launcher,
        ProcessSpec spec,
        RestartPolicy restart,
        TimeProvider time,
        Action<ProcessStatus> changed)
    {
        _launcher = launcher;
        _spec = spec;
        _restart = restart;
        _time = time;
        _changed = changed;
        Status = new ProcessStatus(ProcessPhase.Stopped, null, 0, null, time.GetUtcNow());
    }

    /// <summary>The newest status.</summary>
    public ProcessStatus Status { get; private set; }

    /// <summary>Completes when the process ended and will not be started again.</summary>
    public Task Completion => _running;

    /// <summary>Starts the process and the watch over it.</summary>
    /// <exception cref="LocalRuntimeException">The process could not be started at all.</exception>
    public Task StartAsync()
    {
        _running = RunAsync();
        return _firstStart.Task;
    }

    /// <summary>Stops the process for good: asks it, and after <paramref name="grace"/> ends it.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        _stopGrace = grace;
        await _stopping.CancelAsync();
        if (_child is { } child)
        {
            await child.StopAsync(grace, _time);
        }

        await _running;
    }

    /// <summary>Frees what a stopped process held.</summary>
    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync()
    {
        var restarts = 0;
        while (true)
        {
            var startedAt = _time.GetUtcNow();
            int exitStatus;
            try
            {
                exitStatus = await RunOnceAsync(startedAt, restarts);
            }
            catch (LocalRuntimeException exception) when (!_firstStart.Task.IsCompleted)
            {
                _firstStart.SetException(exception);
                return;
            }
            catch (LocalRuntimeException)
            {
                // It started before; a folder or a program that vanished meanwhile may come back.
                exitStatus = ExitStatuses.CannotStart;
            }

            if (_stopping.IsCancellationRequested || _restart == RestartPolicy.Never)
            {
                Change(new ProcessStatus(ProcessPhase.Stopped, null, restarts, exitStatus, startedAt));
                return;
            }

            Change(new ProcessStatus(ProcessPhase.BackOff, null, restarts, exitStatus, startedAt));
            if (!await WaitAsync(_backOff.NextAfter(_time.GetUtcNow() - startedAt)))
            {
                Change(new ProcessStatus(ProcessPhase.Stopped, null, restarts, exitStatus, startedAt));
                return;
            }

            restarts++;
        }
    }

    private async Task<int> RunOnceAsync(DateTimeOffset startedAt, int restarts)
    {
        var child = await _launcher.StartAsync(_spec);
        _child = child;
        Change(new ProcessStatus(ProcessPhase.Running, child.Id, restarts, Status.LastExitStatus, startedAt));
        _firstStart.TrySetResult();
        if (_stopping.IsCancellationRequested)
        {
            // The stop was asked for while the process was being started, and could not see it yet.
            return await child.StopAsync(_stopGrace, _time);
        }

        return await child.Exited;
    }

    /// <summary>False when the stop came before the wait was over.</summary>
    private async Task<bool> WaitAsync(TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait, _time, _stopping.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Change(ProcessStatus status)
    {
        Status = status;
        _changed(status);
    }
}
