using Microsoft.Extensions.Time.Testing;
using Outrigger.Proxy.Logging;

namespace Outrigger.Proxy.Tests.Configuration;

public sealed class EventLogTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    [Fact]
    public void One_event_is_one_line_with_named_fields()
    {
        var output = new StringWriter();
        using (var log = new EventLog(output, LogLevel.Info, _time))
        {
            log.Info("xds", "connected", ("server", "10.0.0.1:15010"), ("took_ms", 12.5));
            log.Warning("config", "odd value", ("value", "a \"b\"\nc"), ("empty", null));
            log.Debug("config", "not asked for");
        }

        Assert.Equal(
            """
            2026-03-04T05:06:07.000Z info xds: connected server=10.0.0.1:15010 took_ms=12.5
            2026-03-04T05:06:07.000Z warning config: odd value value="a \"b\"\nc" empty=""

            """,
            output.ToString());
    }

    [Fact]
    public void A_full_queue_drops_lines_and_counts_them_and_nobody_waits()
    {
        using var blocked = new BlockedWriter();
        using (var log = new EventLog(blocked, LogLevel.Info, _time))
        {
            for (int i = 0; i < 10_000; i++)
            {
                log.Info("test", "line");
            }

            Assert.InRange(log.DroppedCount, 10_000 - 4096 - 1, 10_000 - 4096);
            blocked.Open();
        }
    }

    [Fact]
    public void The_level_can_be_changed_while_it_runs()
    {
        var output = new StringWriter();
        using (var log = new EventLog(output, LogLevel.Off, _time))
        {
            log.Error("test", "unheard");
            log.Level = LogLevel.Debug;
            log.Debug("test", "heard");
        }

        Assert.Equal("2026-03-04T05:06:07.000Z debug test: heard\n", output.ToString());
    }

    private sealed class BlockedWriter : StringWriter
    {
        private readonly ManualResetEventSlim _gate = new();

        public void Open() => _gate.Set();

        public override void Write(System.Text.StringBuilder? value) => _gate.Wait();

        protected override void Dispose(bool disposing)
        {
            _gate.Dispose();
            base.Dispose(disposing);
        }
    }
}
