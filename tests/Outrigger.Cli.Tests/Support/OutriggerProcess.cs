using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Outrigger.Cli.Tests.Support;

/// <summary>The built command as a process of its own.</summary>
internal sealed partial class OutriggerProcess : IAsyncDisposable
{
    private const int Sigterm = 15;

    private readonly Process _process;
    private readonly Task<string> _out;
    private readonly List<string> _errorLines = [];
    private readonly Task _reading;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OutriggerProcess(Process process)
    {
        _process = process;
        _out = process.StandardOutput.ReadToEndAsync();
        _reading = ReadErrorAsync();
    }

    /// <summary>The processor time that it has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static OutriggerProcess Start(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "outrigger.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new OutriggerProcess(process);
    }

    public static async Task<CommandResult> RunAsync(params string[] arguments)
    {
        await using var process = Start(arguments);
        return await process.WaitForExitAsync();
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForExitAsync();
    }

    public void Terminate() => Assert.Equal(0, Kill(_process.Id, Sigterm));

    /// <summary>Waits until a line like that was written to standard error.</summary>
    public async Task<string> WaitForErrorLineAsync(Func<string, bool> condition)
    {
        using var deadline = CreateDeadline();
        while (true)
        {
            Task changed;
            lock (_errorLines)
            {
                if (_errorLines.Find(line => condition(line)) is { } found) return found;
                changed = _changed.Task;
            }

            await changed.WaitAsync(deadline.Token);
        }
    }

    public async Task<CommandResult> WaitForExitAsync()
    {
        using var deadline = CreateDeadline();
        await _process.WaitForExitAsync(deadline.Token);
        await _reading.WaitAsync(deadline.Token);
        return new CommandResult(
            _process.ExitCode, await _out.WaitAsync(deadline.Token), string.Join('\n', _errorLines));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _reading;
        _process.Dispose();
    }

    private static CancellationTokenSource CreateDeadline()
    {
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        return deadline;
    }

    private async Task ReadErrorAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_errorLines)
            {
                _errorLines.Add(line);
                _changed.SetResult();
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);
}
