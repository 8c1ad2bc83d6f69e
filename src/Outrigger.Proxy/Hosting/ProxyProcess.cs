using Envoy.Admin.V3;
using Outrigger.Proxy.Admin;
using Outrigger.Proxy.Dynamic;
using Outrigger.Proxy.Logging;
using Outrigger.Proxy.Workers;

namespace Outrigger.Proxy.Hosting;

/// <summary>How the program stands as a whole: ready or not, draining, about to end.</summary>
internal sealed class ProxyProcess : IProcessControl
{
    private readonly TaskCompletionSource<bool> _end = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WorkerPool _workers;
    private readonly WorkerDataPath _dataPath;
    private readonly ConfigurationManager _manager;
    private readonly EventLog _log;
    private int _isDraining;
    private int _isHealthFailed;

    /// <summary>Makes the process of a control side and its workers.</summary>
    public ProxyProcess(
        WorkerPool workers, WorkerDataPath dataPath, ConfigurationManager manager, EventLog log)
    {
        _workers = workers;
        _dataPath = dataPath;
        _manager = manager;
        _log = log;
    }

    /// <summary>Ends when the program is to end: true = after draining, false = at once.</summary>
    public Task<bool> End => _end.Task;

    /// <inheritdoc/>
    public ServerInfo.Types.State State
    {
        get
        {
            if (Volatile.Read(ref _isDraining) != 0 || Volatile.Read(ref _isHealthFailed) != 0)
            {
                return ServerInfo.Types.State.Draining;
            }

            // The control side is ahead of the workers by a moment: ready is when the sockets are open.
            bool isServing = _manager.LiveVersion is { } version && _dataPath.AppliedVersion >= version;
            return _manager.Stage == StartStage.Clusters ? ServerInfo.Types.State.PreInitializing
                : isServing ? ServerInfo.Types.State.Live
                : ServerInfo.Types.State.Initializing;
        }
    }

    /// <inheritdoc/>
    public void Quit() => _end.TrySetResult(false);

    /// <summary>Ends the program after its connections have ended; asked a second time, at once.</summary>
    /// <returns>Whether this was the first time.</returns>
    public bool QuitAfterDrain() => _end.TrySetResult(true);

    /// <inheritdoc/>
    public void FailHealthCheck()
    {
        Volatile.Write(ref _isHealthFailed, 1);
        _workers.EndConnections(true);
    }

    /// <inheritdoc/>
    public void PassHealthCheck()
    {
        Volatile.Write(ref _isHealthFailed, 0);
        _workers.EndConnections(false);
    }

    /// <inheritdoc/>
    public void DrainListeners(bool isGraceful)
    {
        if (!isGraceful)
        {
            _ = DrainAsync();
            return;
        }

        _log.Info("main", "draining gracefully");
        _workers.DrainGracefully();
    }

    /// <summary>Stops accepting, and ends when no connection is left or the drain time is over.</summary>
    public async Task DrainAsync()
    {
        if (Interlocked.Exchange(ref _isDraining, 1) == 0)
        {
            _log.Info("main", "draining");
        }

        await _workers.DrainAsync();
    }
}
