using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Outrigger.Interop.Tests.Support;

/// <summary>A child process whose output is kept and which ends with the test.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private RunningProgram(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>All that the program said so far, for the messages of failing tests.</summary>
    public string Log => string.Join('\n', _output.Concat(_errors));

    public static RunningProgram Start(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        var program = new RunningProgram(process);
        process.OutputDataReceived += (_, line) => Keep(program._output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(program._errors, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<ProgramResult> RunAsync(params string[] command)
    {
        await using var program = Start(command);
        return await program.ExitAsync();
    }

    /// <summary>Waits for the program's end.</summary>
    public async Task<ProgramResult> ExitAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            Assert.Fail($"{_process.StartInfo.FileName} did not end within {Limit}:\n{Log}");
        }

        return new ProgramResult(
            _process.ExitCode, string.Join('\n', _output) + "\n", string.Join('\n', _errors) + "\n");
    }

    /// <summary>Memory that is the program's own (heaps and stacks, not pages of files), in kilobytes.</summary>
    public long AnonymousKilobytes()
    {
        var line = File.ReadLines($"/proc/{Id}/status")
            .First(each => each.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
