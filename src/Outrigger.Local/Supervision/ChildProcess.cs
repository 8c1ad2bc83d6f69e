using System.Diagnostics;

namespace Outrigger.Local.Supervision;

/// <summary>A process that was started here, with the group that it leads.</summary>
internal sealed class ChildProcess
{
    private readonly Process _process;
    private readonly bool _leadsGroup;

    internal ChildProcess(string name, Process process, bool leadsGroup)
    {
        Name = name;
        _process = process;
        _leadsGroup = leadsGroup;
        Id = process.Id;
        Exited = WaitForExitAsync();
    }

    /// <summary>The name used in messages.</summary>
    public string Name { get; }

    /// <summary>The process id; also the id of its group.</summary>
    public int Id { get; }

    /// <summary>
    /// Completes with the exit status when the process has ended; 128 + N when signal N ended it.
    /// </summary>
    public Task<int> Exited { get; }

    /// <summary>
    /// Sends the signal to the process and all that it started; a process that is gone is no error.
    /// </summary>
    public void Send(Signal signal)
    {
        if (_leadsGroup)
        {
            _ = NativeMethods.Kill(-Id, (int)signal);
        }
        else if (!Exited.IsCompleted)
        {
            _ = NativeMethods.Kill(Id, (int)signal);
        }
    }

    /// <summary>
    /// Asks the process to end, and ends it when it has not after <paramref name="grace"/>. What it started
    /// is ended with it. Returns the exit status.
    /// </summary>
    public async Task<int> StopAsync(TimeSpan grace, TimeProvider time)
    {
        Send(Signal.Terminate);
        try
        {
            await Exited.WaitAsync(grace, time);
        }
        catch (TimeoutException)
        {
            // Silence is an answer too: it will not end by itself.
        }

        Send(Signal.Kill);
        return await Exited;
    }

    private async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync();
        // The leader's death does not end its children; nothing of the group may stay.
        Send(Signal.Kill);
        var exitCode = _process.ExitCode;
        _process.Dispose();
        return exitCode;
    }
}
