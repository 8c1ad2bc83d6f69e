using Outrigger.Proxy.Logging;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Overload;

/// <summary>
/// Measures the resources again and again, and tells the workers what to do about them. Runs on a timer of
/// the control side. Its statistics are Envoy's: <c>overload.&lt;monitor&gt;.pressure</c> in percent,
/// <c>failed_updates</c>, and <c>overload.&lt;action&gt;.active</c> and <c>scale_percent</c>.
/// </summary>
internal sealed class OverloadMonitor : IStatSource, IDisposable
{
    /// <summary>Shedding goes on to below where requests are refused, so that some can be served again.</summary>
    private const double ShedToPressure = 0.9;

    private readonly OverloadModel _model;
    private readonly OverloadState _state;
    private readonly IMemoryUsage _memory;
    private readonly Action<long> _shed;
    private readonly Lock _refreshing = new();
    private readonly EventLog _log;
    private readonly int[] _pressurePercents;
    private readonly long[] _failedUpdates;
    private readonly int[] _strengthPercents;
    private ITimer? _timer;

    /// <summary>Makes a monitor; nothing is measured before <see cref="Start"/>.</summary>
    /// <param name="model">What is measured and what is done.</param>
    /// <param name="state">What the workers read.</param>
    /// <param name="memory">The memory of the process.</param>
    /// <param name="shed">Asks the workers to close connections that hold so many bytes.</param>
    /// <param name="log">Says when an action begins and ends.</param>
    public OverloadMonitor(
        OverloadModel model, OverloadState state, IMemoryUsage memory, Action<long> shed, EventLog log)
    {
        _model = model;
        _state = state;
        _memory = memory;
        _shed = shed;
        _log = log;
        _pressurePercents = new int[model.Monitors.Length];
        _failedUpdates = new long[model.Monitors.Length];
        _strengthPercents = new int[model.Actions.Length];
    }

    /// <summary>Measures at once, and from now on at every interval.</summary>
    /// <param name="time">The clock.</param>
    public void Start(TimeProvider time)
    {
        if (_model.Actions.Length == 0)
            return;
        if (_model.Monitors.Any(monitor => monitor.Resource == MonitoredResource.Memory))
            _state.MemoryGrown = RefreshOnGrowth;
        TimeSpan interval = TimeSpan.FromMilliseconds(_model.RefreshIntervalMs);
        _timer = time.CreateTimer(_ => Refresh(), null, TimeSpan.Zero, interval);
    }

    /// <summary>Measures now.</summary>
    public void Refresh()
    {
        lock (_refreshing)
            MeasureAndAct();
    }

    /// <inheritdoc/>
    public void Visit(IStatVisitor visitor)
    {
        for (int i = 0; i < _model.Monitors.Length; i++)
        {
            string name = $"overload.{_model.Monitors[i].Name}";
            Show(visitor, $"{name}.pressure", StatKind.Gauge, Volatile.Read(ref _pressurePercents[i]));
            Show(visitor, $"{name}.failed_updates", StatKind.Counter, Volatile.Read(ref _failedUpdates[i]));
        }

        for (int i = 0; i < _model.Actions.Length; i++)
        {
            string name = $"overload.{OverloadActionNames.NameOf(_model.Actions[i].Action)}";
            int percent = Volatile.Read(ref _strengthPercents[i]);
            Show(visitor, $"{name}.active", StatKind.Gauge, percent == 100 ? 1 : 0);
            Show(visitor, $"{name}.scale_percent", StatKind.Gauge, percent);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _state.MemoryGrown = null;
        _timer?.Dispose();
    }

    private static void Show(IStatVisitor visitor, string name, StatKind kind, long value) =>
        visitor.Number(StatName.Plain(name), kind, value);

    /// <summary>
    /// A burst can fill memory between two ticks of the timer, so the workers have it measured when they take more.
    /// They do not wait for one another.
    /// </summary>
    private void RefreshOnGrowth()
    {
        if (!_refreshing.TryEnter())
            return;
        try
        {
            MeasureAndAct();
        }
        finally
        {
            _refreshing.Exit();
        }
    }

    private void MeasureAndAct()
    {
        Span<double> pressures = stackalloc double[_model.Monitors.Length];
        for (int i = 0; i < pressures.Length; i++)
            pressures[i] = Measure(i);
        OverloadActions actions = OverloadActions.None;
        for (int i = 0; i < _model.Actions.Length; i++)
        {
            double strength = 0;
            foreach (OverloadTriggerModel trigger in _model.Actions[i].Triggers)
                strength = Math.Max(strength, trigger.StrengthAt(pressures[trigger.Monitor]));
            Volatile.Write(ref _strengthPercents[i], (int)(strength * 100));
            if (strength > 0)
                actions |= _model.Actions[i].Action;
        }

        Publish(actions);
        if ((actions & OverloadActions.ResetHighMemoryStream) != 0)
            _shed(BytesAbove(pressures, ShedToPressure));
    }

    /// <summary>How much memory is used beyond a pressure, by the monitor that is the furthest beyond it.</summary>
    private long BytesAbove(ReadOnlySpan<double> pressures, double pressure)
    {
        double bytes = 0;
        for (int i = 0; i < pressures.Length; i++)
        {
            if (_model.Monitors[i].Resource == MonitoredResource.Memory)
                bytes = Math.Max(bytes, (pressures[i] - pressure) * _model.Monitors[i].Max);
        }

        return (long)bytes;
    }

    private double Measure(int index)
    {
        ResourceMonitorModel monitor = _model.Monitors[index];
        long amount = 0;
        bool isKnown = true;
        if (monitor.Resource == MonitoredResource.Memory)
            isKnown = _memory.TryRead(out amount);
        else
            amount = _state.AllConnections.Count;
        if (!isKnown)
            Interlocked.Increment(ref _failedUpdates[index]);
        double pressure = amount / (double)monitor.Max;
        Volatile.Write(ref _pressurePercents[index], (int)Math.Min(pressure * 100, int.MaxValue));
        return pressure;
    }

    private void Publish(OverloadActions actions)
    {
        OverloadActions before = _state.Actions;
        if (actions == before)
            return;
        _state.Actions = actions;
        if (actions == OverloadActions.None)
        {
            _log.Info("overload", "pressure is low again, everything is served");
        }
        else
        {
            _log.Warning(
                "overload", "pressure is high", ("actions", actions),
                ("connections", _state.AllConnections.Count));
        }
    }
}
