using Outrigger.Proxy.Logging;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// Saves the accepted resources a moment after they changed, on a thread of the pool: a server that sends a
/// hundred updates in a row makes one file, and neither the stream nor the workers ever wait for the disk.
/// </summary>
internal sealed class StateKeeper : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly ConfigurationManager _manager;
    private readonly ControlGate _gate;
    private readonly StateFile _file;
    private readonly string _nodeId;
    private readonly EventLog _log;
    private readonly SharedStat _saves;
    private readonly ITimer _timer;
    private readonly Lock _saving = new();
    private int _isScheduled;

    /// <summary>Starts to keep the manager's accepted resources in the file.</summary>
    public StateKeeper(ConfigurationManager manager, ManagerContext context, StateFile file, string nodeId)
    {
        _manager = manager;
        _gate = context.Gate;
        _file = file;
        _nodeId = nodeId;
        _log = context.Log;
        _saves = context.Stats.Counter("outrigger.state.saved");
        _timer = context.Time.CreateTimer(
            _ => SaveNow(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        manager.UpdateTaken += Schedule;
    }

    /// <summary>Saves what is not saved yet, and ends.</summary>
    public void Dispose()
    {
        _manager.UpdateTaken -= Schedule;
        _timer.Dispose();
        if (Volatile.Read(ref _isScheduled) != 0)
        {
            SaveNow();
        }
    }

    private void Schedule()
    {
        if (Interlocked.Exchange(ref _isScheduled, 1) == 0)
        {
            _timer.Change(Pause, Timeout.InfiniteTimeSpan);
        }
    }

    private void SaveNow()
    {
        lock (_saving)
        {
            Interlocked.Exchange(ref _isScheduled, 0);
            SavedState state = _gate.Read(() => AcceptedState.Capture(_manager, _nodeId));
            if (_file.Save(state))
            {
                _saves.Add();
                _log.Debug("state", "accepted resources saved", ("file", _file.FilePath));
            }
        }
    }
}
