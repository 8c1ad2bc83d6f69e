using Outrigger.Proxy.Dynamic;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Workers;

/// <summary>
/// The workers, seen from the control side: every member may be called from any thread, and hands its work to
/// the workers' loops. A request works with what its worker saw when the request came; a change never
/// disturbs it.
/// </summary>
internal sealed class WorkerPool : IDataPath, IDisposable
{
    private readonly Worker[] _workers;
    private readonly Thread[] _threads;

    /// <summary>Makes the workers; they do nothing until <see cref="Start"/>.</summary>
    /// <param name="options">How many, and with what.</param>
    public WorkerPool(WorkerPoolOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Concurrency, 1);
        _workers = [.. Enumerable.Range(0, options.Concurrency).Select(index => new Worker(index, options))];
        _threads = [.. _workers.Select(worker =>
            new Thread(worker.Loop.Run) { IsBackground = true, Name = $"worker {worker.Index}" })];
    }

    /// <summary>The workers, in the order of their numbers.</summary>
    public IReadOnlyList<Worker> Workers => _workers;

    /// <summary>Starts a thread per worker.</summary>
    public void Start()
    {
        foreach (var thread in _threads)
            thread.Start();
    }

    /// <summary>
    /// Serves another configuration: listeners are added, updated and drained. Completes when every worker
    /// serves it.
    /// </summary>
    /// <param name="config">The configuration; the slots of its clusters are set already.</param>
    /// <returns>The listeners that a worker could not open; empty when all is well.</returns>
    public async Task<IReadOnlyList<ListenFailure>> ApplyAsync(RuntimeConfig config)
    {
        var results = await Task.WhenAll(_workers.Select(worker => RunOn(worker, () => worker.Apply(config))))
            .ConfigureAwait(false);
        return [.. results.SelectMany(failures => failures)];
    }

    /// <summary>
    /// Tells the workers that a cluster's endpoints changed, so that connections to endpoints that are gone
    /// end at once. New requests see the change without it.
    /// </summary>
    public void RefreshEndpoints()
    {
        foreach (var worker in _workers)
            worker.Loop.Post(() => worker.Clusters.Refresh(ref worker.Random));
    }

    /// <summary>
    /// Where a listener accepts, with the real port where 0 was asked for; empty when it does not.
    /// </summary>
    /// <param name="listenerName">The listener.</param>
    public Task<NetworkAddress[]> BoundAddressesAsync(string listenerName) =>
        RunOn(_workers[0], () => _workers[0].BoundAddresses(listenerName));

    /// <summary>Open client connections of all workers.</summary>
    public async Task<int> CountConnectionsAsync()
    {
        var counting = _workers.Select(worker => RunOn(worker, () => worker.ConnectionsCount));
        var counts = await Task.WhenAll(counting).ConfigureAwait(false);
        return counts.Sum();
    }

    /// <summary>Asks every worker to close connections for their memory.</summary>
    /// <param name="bytes">How much is to be freed in all.</param>
    public void Shed(long bytes)
    {
        foreach (var worker in _workers)
            worker.Loop.Post(() => worker.Shed(bytes / _workers.Length));
    }

    /// <summary>Says whether clients are to go elsewhere: connections then end with their next response.</summary>
    /// <param name="ends">Whether they are.</param>
    public void EndConnections(bool ends)
    {
        foreach (var worker in _workers)
            worker.Loop.Post(() => worker.EndsConnections = ends);
    }

    /// <summary>Sends clients elsewhere at once, and stops accepting when the drain time is over.</summary>
    public void DrainGracefully()
    {
        foreach (var worker in _workers)
            worker.Loop.Post(worker.DrainGracefully);
    }

    /// <summary>
    /// Stops accepting and lets connections end: idle ones at once, busy ones after their request. Completes
    /// when none is left, at the latest after the drain time.
    /// </summary>
    public Task DrainAsync() => Task.WhenAll(_workers.Select(worker =>
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.Loop.Post(() => worker.Drain(completion));
        return completion.Task;
    }));

    /// <summary>Closes everything and ends the threads.</summary>
    public void Dispose()
    {
        foreach (var worker in _workers)
            worker.Loop.Stop();
        foreach (var thread in _threads)
        {
            if (thread.ThreadState.HasFlag(ThreadState.Unstarted))
                continue;
            thread.Join();
        }

        foreach (var worker in _workers)
            worker.Loop.Dispose();
    }

    private static Task<T> RunOn<T>(Worker worker, Func<T> function)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.Loop.Post(() =>
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
        return completion.Task;
    }
}
