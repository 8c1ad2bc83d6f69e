using Outrigger.Net.Timers;

namespace Outrigger.Net.Tests.Timers;

public class TimerWheelTests
{
    private static readonly Action<Exception> NoFault = fault => Assert.Fail(fault.ToString());

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(300_000)]
    [InlineData(3_600_000)]
    [InlineData(100L * 24 * 3600 * 1000)]
    public void A_timer_expires_at_its_time_and_not_before(long dueMs)
    {
        var wheel = new TimerWheel();
        var expired = 0;
        var timer = new CallbackTimer(() => expired++);
        wheel.Schedule(timer, dueMs);

        wheel.Advance(dueMs - 1, NoFault);
        Assert.Equal(0, expired);
        Assert.True(wheel.NextWakeMs <= dueMs);

        wheel.Advance(dueMs, NoFault);
        Assert.Equal(1, expired);
        Assert.Equal(long.MaxValue, wheel.NextWakeMs);
        Assert.False(timer.IsScheduled);
    }

    [Fact]
    public void A_timer_beyond_the_wheels_span_expires_at_its_time()
    {
        var wheel = new TimerWheel();
        var expired = false;
        var dueMs = (1L << 36) + 12_345;
        wheel.Schedule(new CallbackTimer(() => expired = true), dueMs);

        wheel.Advance(dueMs - 1, NoFault);
        Assert.False(expired);
        wheel.Advance(dueMs, NoFault);
        Assert.True(expired);
    }

    [Fact]
    public void A_cancelled_timer_does_not_expire_and_a_moved_one_expires_once()
    {
        var wheel = new TimerWheel();
        var cancelled = new CallbackTimer(() => Assert.Fail("It was cancelled."));
        var expired = 0;
        var moved = new CallbackTimer(() => expired++);
        wheel.Schedule(cancelled, 100);
        wheel.Schedule(moved, 50);
        wheel.Schedule(moved, 5000);
        wheel.Cancel(cancelled);

        wheel.Advance(4999, NoFault);
        Assert.Equal(0, expired);
        wheel.Advance(6000, NoFault);
        Assert.Equal(1, expired);
        Assert.Equal(0, wheel.Count);
    }

    [Fact]
    public void A_timer_may_set_itself_again_while_it_expires()
    {
        var wheel = new TimerWheel();
        var times = new List<long>();
        CallbackTimer timer = null!;
        timer = new CallbackTimer(() =>
        {
            times.Add(timer.DueMs);
            if (times.Count < 5)
                wheel.Schedule(timer, timer.DueMs);
        });
        wheel.Schedule(timer, 10);

        for (var nowMs = 0; nowMs < 100; nowMs++)
            wheel.Advance(nowMs, NoFault);
        Assert.Equal(5, times.Count);
    }

    [Fact]
    public void A_timer_that_throws_does_not_keep_the_others_from_expiring()
    {
        var wheel = new TimerWheel();
        var faults = new List<Exception>();
        var expired = 0;
        for (var index = 0; index < 3; index++)
        {
            wheel.Schedule(new CallbackTimer(() => throw new InvalidOperationException("broken")), 10);
            wheel.Schedule(new CallbackTimer(() => expired++), 10);
        }

        wheel.Advance(10, faults.Add);
        Assert.Equal(3, faults.Count);
        Assert.Equal(3, expired);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_timers_expire_as_a_sorted_list_says(int seed)
    {
        var random = new Random(seed);
        var wheel = new TimerWheel();
        var expected = new PriorityQueue<int, long>();
        var expired = new HashSet<int>();
        var dueMs = new Dictionary<int, long>();
        var nowMs = 0L;
        for (var step = 0; step < 5000; step++)
        {
            var id = step;
            var delayMs = (long)Math.Pow(2, random.NextDouble() * 30);
            dueMs[id] = nowMs + delayMs;
            expected.Enqueue(id, nowMs + delayMs);
            wheel.Schedule(
                new CallbackTimer(() =>
                {
                    Assert.True(dueMs[id] <= nowMs, $"Timer {id} of {dueMs[id]} ms expired at {nowMs} ms; seed {seed}");
                    expired.Add(id);
                }),
                nowMs + delayMs);

            var wakeMs = wheel.NextWakeMs;
            Assert.True(expected.TryPeek(out _, out var firstMs) && wakeMs <= firstMs);
            nowMs += random.Next(3) == 0 ? Math.Max(0, firstMs - nowMs) : random.Next(2000);
            wheel.Advance(nowMs, NoFault);
            while (expected.TryPeek(out var due, out var atMs) && atMs <= nowMs)
            {
                expected.Dequeue();
                Assert.True(expired.Remove(due), $"Timer {due} of {atMs} ms is late at {nowMs} ms; seed {seed}");
            }
        }

        Assert.Empty(expired);
        Assert.Equal(expected.Count, wheel.Count);
    }
}
