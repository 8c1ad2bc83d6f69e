using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Outrigger.Proxy.Logging;
using Outrigger.Proxy.Overload;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.Overload;

public sealed class OverloadMonitorTests : IDisposable
{
    private const OverloadActions Shedding =
        OverloadActions.StopAcceptingRequests | OverloadActions.RejectIncomingConnections | OverloadActions.ResetHighMemoryStream;

    private readonly FakeMemory _memory = new();
    private readonly OverloadState _state = new();
    private readonly EventLog _log = new(TextWriter.Null, LogLevel.Error, TimeProvider.System);
    private int _sheds;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(949, 0)]
    [InlineData(950, (int)OverloadActions.StopAcceptingRequests)]
    [InlineData(979, (int)OverloadActions.StopAcceptingRequests)]
    [InlineData(980, (int)Shedding)]
    [InlineData(5_000, (int)Shedding)]
    public void A_container_nearly_full_refuses_requests_and_then_sheds(long bytes, int actions)
    {
        using OverloadMonitor monitor = Create(OverloadModel.ForContainer(1_000));
        _memory.Bytes = bytes;
        monitor.Refresh();
        Assert.Equal((OverloadActions)actions, _state.Actions);
        Assert.Equal((actions & (int)OverloadActions.ResetHighMemoryStream) != 0 ? 1 : 0, _sheds);
    }

    [Fact]
    public void Without_a_limit_nothing_is_done_and_no_timer_runs()
    {
        var time = new FakeTimeProvider();
        using OverloadMonitor monitor = Create(OverloadModel.ForContainer(null));
        monitor.Start(time);
        _memory.Bytes = long.MaxValue;
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(OverloadActions.None, _state.Actions);
    }

    [Fact]
    public void Pressure_is_measured_at_every_interval_and_ends_what_it_began()
    {
        var time = new FakeTimeProvider();
        using OverloadMonitor monitor = Create(OverloadModel.ForContainer(1_000));
        monitor.Start(time);
        _memory.Bytes = 990;
        time.Advance(TimeSpan.FromMilliseconds(250));
        time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal(Shedding, _state.Actions);
        Assert.Equal(2, _sheds);
        _memory.Bytes = 100;
        time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal(OverloadActions.None, _state.Actions);
        Assert.Equal(2, _sheds);
    }

    [Fact]
    public void A_scaled_trigger_begins_at_one_pressure_and_is_whole_at_another()
    {
        var model = new OverloadModel
        {
            Monitors = [new("heap", MonitoredResource.Memory, 1_000)],
            Actions = [new(OverloadActions.DisableHttpKeepAlive, [new(0, 0.5, 0.9)])],
        };
        using OverloadMonitor monitor = Create(model);
        foreach (var (bytes, percent, active) in new[] { (499L, 0L, 0L), (700, 49, 0), (900, 100, 1) })
        {
            _memory.Bytes = bytes;
            monitor.Refresh();
            Assert.InRange(Read(monitor, "overload.envoy.overload_actions.disable_http_keepalive.scale_percent"), percent, percent + 1);
            Assert.Equal(active, Read(monitor, "overload.envoy.overload_actions.disable_http_keepalive.active"));
            Assert.Equal(bytes / 10, Read(monitor, "overload.heap.pressure"));
            Assert.Equal(percent > 0, _state.Has(OverloadActions.DisableHttpKeepAlive));
        }
    }

    [Fact]
    public void The_strongest_trigger_counts_and_connections_press_too()
    {
        _state.AllConnections = new ConnectionLimit(10);
        var model = new OverloadModel
        {
            Monitors = [new("heap", MonitoredResource.Memory, 1_000), new("cx", MonitoredResource.DownstreamConnections, 10)],
            Actions = [new(OverloadActions.StopAcceptingRequests, [new(0, 0.9, 0.9), new(1, 0.8, 0.8)])],
        };
        using OverloadMonitor monitor = Create(model);
        Assert.Equal(10, model.DownstreamConnectionsMax);
        for (var count = 1; count <= 10; count++)
        {
            Assert.True(_state.AllConnections.TryAdd());
            monitor.Refresh();
            Assert.Equal(count >= 8, _state.Has(OverloadActions.StopAcceptingRequests));
        }

        Assert.False(_state.AllConnections.TryAdd());
        Assert.True(_state.AllConnections.TryAdd(ignoresLimit: true));
        Assert.Equal(11, _state.AllConnections.Count);
    }

    [Fact]
    public void What_cannot_be_read_is_counted_and_does_no_harm()
    {
        using OverloadMonitor monitor = Create(OverloadModel.ForContainer(1_000));
        _memory.Bytes = null;
        monitor.Refresh();
        monitor.Refresh();
        Assert.Equal(OverloadActions.None, _state.Actions);
        Assert.Equal(2, Read(monitor, "overload.envoy.resource_monitors.cgroup_memory.failed_updates"));
    }

    [Fact]
    public void The_process_knows_its_own_memory()
    {
        using var memory = new ProcessMemory();
        // The kernel says the same in another file. What other tests do at this moment moves both.
        for (var attempt = 1; ; attempt++)
        {
            var before = AnonymousMemory();
            Assert.True(memory.TryRead(out var bytes));
            var after = AnonymousMemory();
            const long Slack = 4L << 20;
            var isBetween = bytes >= Math.Min(before, after) - Slack && bytes <= Math.Max(before, after) + Slack;
            if (isBetween)
                return;
            Assert.True(attempt < 20, $"read {bytes}, where the kernel says {before} and then {after}");
        }
    }

    public void Dispose() => _log.Dispose();

    private static long AnonymousMemory()
    {
        const string Field = "RssAnon:";
        var line = File.ReadLines("/proc/self/status")
            .First(each => each.StartsWith(Field, StringComparison.Ordinal));
        return long.Parse(line[Field.Length..^"kB".Length], CultureInfo.InvariantCulture) * 1024;
    }

    private static long Read(IStatSource source, string name)
    {
        var finder = new Finder(name);
        source.Visit(finder);
        return Assert.NotNull(finder.Value);
    }

    private OverloadMonitor Create(OverloadModel model) => new(model, _state, _memory, _ => _sheds++, _log);

    private sealed class Finder(string wanted) : IStatVisitor
    {
        public long? Value { get; private set; }

        public void Number(in StatName name, StatKind kind, long value)
        {
            if (name.Text == wanted)
                Value = value;
        }

        public void Histogram(in StatName name, HistogramTotals? totals)
        {
        }
    }
}
