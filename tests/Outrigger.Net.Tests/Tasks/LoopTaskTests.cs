using Outrigger.Net.Tasks;
using Outrigger.Net.Tests.Loops;

namespace Outrigger.Net.Tests.Tasks;

public class LoopTaskTests
{
    [Fact]
    public void Nested_methods_that_suspend_allocate_nothing_once_warm()
    {
        var gate = new ManualGate();
        var sum = 0;
        var isDone = false;
        async LoopTask<int> LeafAsync(int value)
        {
            await gate;
            return value;
        }

        async LoopTask<int> MiddleAsync(int value) => await LeafAsync(value) + await LeafAsync(1);

        async LoopTask RootAsync(int rounds)
        {
            for (var round = 0; round < rounds; round++)
                sum += await MiddleAsync(round);
            isDone = true;
        }

        void Drive(int rounds)
        {
            isDone = false;
            RootAsync(rounds).Detach(fault => Assert.Fail(fault.ToString()));
            while (!isDone)
                gate.Open();
        }

        Drive(10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Drive(10_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 1000, $"{allocated} bytes were allocated over 10,000 nested awaits.");
        Assert.Equal(55 + (10_000L * 10_001 / 2), sum);
    }

    [Fact]
    public void A_fault_reaches_the_awaiter_whether_the_method_suspended_or_not()
    {
        var gate = new ManualGate();
        async LoopTask FailAsync(bool suspends)
        {
            if (suspends)
                await gate;
            throw new InvalidOperationException("broken");
        }

        async LoopTask<string> CatchAsync(bool suspends)
        {
            try
            {
                await FailAsync(suspends);
                return "nothing";
            }
            catch (InvalidOperationException fault)
            {
                return fault.Message;
            }
        }

        var inline = CatchAsync(suspends: false);
        Assert.Equal("broken", Take(inline));
        var suspended = CatchAsync(suspends: true);
        Assert.False(suspended.IsCompleted);
        gate.Open();
        Assert.Equal("broken", Take(suspended));
    }

    [Fact]
    public void A_detached_method_reports_its_fault()
    {
        var gate = new ManualGate();
        async LoopTask FailAsync(bool suspends)
        {
            if (suspends)
                await gate;
            throw new InvalidOperationException("broken");
        }

        var faults = new List<Exception>();
        FailAsync(suspends: false).Detach(faults.Add);
        FailAsync(suspends: true).Detach(faults.Add);
        Assert.Single(faults);
        gate.Open();
        Assert.Equal(2, faults.Count);
        Assert.All(faults, fault => Assert.Equal("broken", fault.Message));
    }

    [Fact]
    public void Awaiting_twice_is_refused()
    {
        var gate = new ManualGate();
        async LoopTask<int> OneAsync()
        {
            await gate;
            return 1;
        }

        var task = OneAsync();
        gate.Open();
        Assert.Equal(1, Take(task));
        Assert.Throws<InvalidOperationException>(() => Take(task));
        Assert.Throws<InvalidOperationException>(() => task.IsCompleted);
    }

    [Fact]
    public void The_result_of_an_unfinished_method_cannot_be_taken()
    {
        var gate = new ManualGate();
        async LoopTask<int> OneAsync()
        {
            await gate;
            return 1;
        }

        var task = OneAsync();
        Assert.Throws<InvalidOperationException>(() => Take(task));
        gate.Open();
    }

    private static T Take<T>(LoopTask<T> task) => task.GetAwaiter().GetResult();
}
