using Microsoft.Extensions.Time.Testing;
using Outrigger.Net.Loops;
using Outrigger.Net.Timers;

namespace Outrigger.Net.Tests.Loops;

public class EventLoopTests
{
    [Fact]
    public void Wake_posted_actions_of_many_threads_all_run_in_each_threads_order()
    {
        using var loop = new LoopThread();
        const int Threads = 4;
        const int PerThread = 20_000;
        var last = new int[Threads];
        var ran = 0;
        var done = new ManualResetEventSlim();
        var threads = Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            for (var number = 1; number <= PerThread; number++)
            {
                var expected = number;
                loop.Loop.Post(() =>
                {
                    Assert.Equal(expected - 1, last[thread]);
                    last[thread] = expected;
                    if (++ran == Threads * PerThread)
                        done.Set();
                });
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.True(done.Wait(LoopThread.Patience, TestContext.Current.CancellationToken), "A wake-up was missed.");
        Assert.Empty(loop.Faults);
    }

    [Fact]
    public void Wake_one_post_at_a_time_is_never_lost()
    {
        using var loop = new LoopThread();
        for (var round = 0; round < 5_000; round++)
            Assert.Equal(round, loop.Run(() => round));
    }

    [Fact]
    public void Fault_a_posted_action_that_throws_is_reported_and_the_loop_goes_on()
    {
        using var loop = new LoopThread();
        loop.Loop.Post(() => throw new InvalidOperationException("broken"));
        Assert.Equal(1, loop.Run(() => 1));
        Assert.Equal("broken", Assert.Single(loop.Faults).Message);
    }

    [Fact]
    public void Timeout_timers_follow_the_injected_clock()
    {
        var time = new FakeTimeProvider();
        using var loop = new LoopThread(time);
        var expired = new List<int>();
        loop.Run(() =>
        {
            loop.Loop.Schedule(new CallbackTimer(() => expired.Add(2)), loop.Loop.NowMs + 60_000);
            loop.Loop.Schedule(new CallbackTimer(() => expired.Add(1)), loop.Loop.NowMs + 10);
        });

        time.Advance(TimeSpan.FromMilliseconds(9));
        loop.Run(() => { });
        loop.Run(() => Assert.Empty(expired));
        time.Advance(TimeSpan.FromMilliseconds(1));
        loop.Run(() => { });
        loop.WaitUntil(() => expired.Count == 1, "the first timer");
        time.Advance(TimeSpan.FromMinutes(1));
        loop.WaitUntil(() => expired.Count == 2, "the second timer");
        Assert.Equal([1, 2], expired);
    }

    [Fact]
    public void Timeout_a_timer_ends_the_wait_for_events()
    {
        using var loop = new LoopThread();
        var expired = new ManualResetEventSlim();
        loop.Run(() => loop.Loop.Schedule(new CallbackTimer(expired.Set), loop.Loop.NowMs + 20));
        Assert.True(expired.Wait(LoopThread.Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Stop_ends_the_loop_and_posting_later_does_nothing()
    {
        var loop = new LoopThread();
        loop.Loop.Stop();
        loop.Join();
        loop.Loop.Post(() => Assert.Fail("The loop has ended."));
        loop.Dispose();
        loop.Loop.Post(() => Assert.Fail("The loop has ended."));
    }

    [Fact]
    public void Defer_runs_after_the_caller_and_a_chain_does_not_starve_posts()
    {
        using var loop = new LoopThread();
        var order = new List<string>();
        var stops = false;
        void Again()
        {
            if (!stops)
                loop.Loop.Defer(Again);
        }

        loop.Run(() =>
        {
            loop.Loop.Defer(() => order.Add("deferred"));
            order.Add("caller");
            Again();
        });
        loop.Run(() => stops = true);
        Assert.Equal(["caller", "deferred"], order);
    }

    [Fact]
    public void Stale_tags_of_a_reused_descriptor_find_nothing()
    {
        using var loop = new EventLoop(new EventLoopOptions());
        var table = new EventTable();
        var first = new WakeSignal(loop);
        var second = new WakeSignal(loop);
        var oldTag = table.Add(100, first);
        Assert.Same(first, table.Find(oldTag));
        table.Remove(100);
        Assert.Null(table.Find(oldTag));
        var newTag = table.Add(100, second);
        Assert.Null(table.Find(oldTag));
        Assert.Same(second, table.Find(newTag));
        Assert.Throws<InvalidOperationException>(() => table.Add(100, first));
        first.OnLoopDrop();
        second.OnLoopDrop();
    }
}
