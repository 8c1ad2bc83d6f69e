using System.Collections.Concurrent;
using Outrigger.Net.Loops;
using Outrigger.Net.Tasks;

namespace Outrigger.Net.Tests;

/// <summary>An event loop on a thread of its own, for the length of a test.</summary>
internal sealed class LoopThread : IDisposable
{
    private readonly Thread _thread;

    public LoopThread(TimeProvider? time = null, int bufferBytes = 16 * 1024)
    {
        Loop = new EventLoop(new EventLoopOptions
        {
            TimeProvider = time ?? TimeProvider.System,
            BufferBytes = bufferBytes,
            OnFault = Faults.Enqueue,
        });
        _thread = new Thread(Loop.Run) { IsBackground = true, Name = "test loop" };
        _thread.Start();
    }

    public EventLoop Loop { get; }

    public ConcurrentQueue<Exception> Faults { get; } = new();

    public static TimeSpan Patience => TimeSpan.FromSeconds(20);

    /// <summary>Runs a function on the loop and waits for its result.</summary>
    public T Run<T>(Func<T> function)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Post(() =>
        {
            try
            {
                completion.SetResult(function());
            }
            catch (Exception fault)
            {
                completion.SetException(fault);
            }
        });
        Assert.True(completion.Task.Wait(Patience), "The loop did not run the function in time.");
        return completion.Task.Result;
    }

    public void Run(Action action) => Run(() =>
    {
        action();
        return 0;
    });

    /// <summary>Starts a method on the loop; the task completes when the method does.</summary>
    public Task<T> Start<T>(Func<LoopTask<T>> method)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Post(() => CompleteAsync(method, completion).Detach(fault => completion.TrySetException(fault)));
        return completion.Task;
    }

    /// <summary>Waits until a condition, looked at on the loop, holds.</summary>
    public void WaitUntil(Func<bool> condition, string what)
    {
        var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!Run(condition))
            Assert.True(Environment.TickCount64 < deadline, $"Not in time: {what}");
    }

    public void Join() => Assert.True(_thread.Join(Patience), "The loop did not end in time.");

    public void Dispose()
    {
        Loop.Stop();
        Join();
        Loop.Dispose();
    }

    private static async LoopTask CompleteAsync<T>(Func<LoopTask<T>> method, TaskCompletionSource<T> completion) =>
        completion.SetResult(await method());
}

internal static class TaskPatience
{
    /// <summary>The task's result; fails the test when it does not come in time.</summary>
    public static Task<T> InTime<T>(this Task<T> task) =>
        task.WaitAsync(LoopThread.Patience, TestContext.Current.CancellationToken);
}
