using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Outrigger.Local.Supervision;

/// <summary>
/// Starts child processes so that none can outlive this one unnoticed: each leads a session and process group
/// of its own (so that its own children can be signalled with it, and a terminal's Ctrl-C reaches only the
/// supervisor), dies when this process dies, and carries a mark in its environment by which a later run finds
/// survivors.
/// </summary>
/// <remarks>
/// "Dies with its parent" is PR_SET_PDEATHSIG, set by <c>setpriv</c> just before it becomes the program. The
/// kernel ties that signal to the thread that forked, not to the process: were the children started from pool
/// threads, each would be killed when its pool thread retired. Hence the one thread here, which lives as long
/// as the process.
/// </remarks>
internal sealed class ProcessLauncher : IDisposable
{
    /// <summary>The environment variable that marks every process of a mesh with the mesh's id.</summary>
    public const string MarkVariable = "OUTRIGGER_MESH";

    // Opens the log before any change of user, then becomes the command: no shell stays behind.
    private const string RedirectOutput = "exec </dev/null >>\"$1\" 2>&1; shift; exec \"$@\"";

    private readonly BlockingCollection<Action> _work = [];
    private readonly string _mark;
    private readonly string? _setsid = ExecutablePath.Find("setsid");
    private readonly string? _setpriv = ExecutablePath.Find("setpriv");

    /// <summary>Starts the launcher's thread.</summary>
    /// <param name="mark">The mesh's id.</param>
    public ProcessLauncher(string mark)
    {
        _mark = mark;
        var thread = new Thread(Run) { IsBackground = true, Name = "process launcher" };
        thread.Start();
    }

    /// <summary>Starts a process.</summary>
    /// <exception cref="LocalRuntimeException">The process could not be started.</exception>
    public Task<ChildProcess> StartAsync(ProcessSpec spec)
    {
        var started =
            new TaskCompletionSource<ChildProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                started.SetResult(Start(spec));
            }
            catch (Exception exception)
                when (exception is Win32Exception or IOException or UnauthorizedAccessException)
            {
                started.SetException(
                    new LocalRuntimeException($"{spec.Name}: cannot start: {exception.Message}", exception));
            }
        });
        return started.Task;
    }

    /// <summary>
    /// Ends the thread, after which no process can be started and those that run lose their parent.
    /// </summary>
    public void Dispose() => _work.CompleteAdding();

    private void Run()
    {
        foreach (var start in _work.GetConsumingEnumerable())
        {
            start();
        }
    }

    private ChildProcess Start(ProcessSpec spec)
    {
        spec.BeforeStart?.Invoke();
        Directory.CreateDirectory(Path.GetDirectoryName(spec.LogFile)!);
        var words = Words(spec);
        var startInfo = new ProcessStartInfo(words[0])
        {
            WorkingDirectory = spec.WorkingDirectory,
            UseShellExecute = false,
        };
        foreach (var argument in words.Skip(1))
        {
            startInfo.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in spec.Environment)
        {
            if (value is null)
            {
                startInfo.Environment.Remove(name);
            }
            else
            {
                startInfo.Environment[name] = value;
            }
        }

        startInfo.Environment[MarkVariable] = _mark;
        var process = Process.Start(startInfo) ?? throw new IOException("the system started no process");
        return new ChildProcess(spec.Name, process, leadsGroup: _setsid is not null);
    }

    private List<string> Words(ProcessSpec spec)
    {
        var words = new List<string>();
        if (_setsid is not null)
        {
            words.Add(_setsid);
        }

        words.AddRange(["/bin/sh", "-c", RedirectOutput, "sh", spec.LogFile]);
        words.AddRange(spec.EnterCommand);
        if (_setpriv is not null)
        {
            words.AddRange([_setpriv, "--pdeathsig", "KILL"]);
            if (spec.RunAs is { } identity)
            {
                words.AddRange(
                    [$"--reuid={identity.UserId}", $"--regid={identity.GroupId}", "--clear-groups"]);
            }

            words.Add("--");
        }
        else if (spec.RunAs is not null)
        {
            throw new IOException("running as another user needs setpriv; install the package util-linux");
        }

        words.AddRange(spec.Command);
        return words;
    }
}
