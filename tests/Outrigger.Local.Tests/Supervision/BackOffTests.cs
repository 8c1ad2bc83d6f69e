using Outrigger.Local.Supervision;

namespace Outrigger.Local.Tests.Supervision;

public class BackOffTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void Waits_double_from_ten_milliseconds_up_to_half_a_minute()
    {
        var backOff = BackOff.ForProcesses();

        var waits = Enumerable.Range(0, 14).Select(_ => backOff.NextAfter(Short).TotalMilliseconds);

        Assert.Equal(
            [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10240, 20480, 30000, 30000], waits);
    }

    [Fact]
    public void A_run_that_lasted_makes_the_next_wait_the_first_again()
    {
        var backOff = BackOff.ForProcesses();
        _ = backOff.NextAfter(Short);
        _ = backOff.NextAfter(Short);

        Assert.Equal(TimeSpan.FromMilliseconds(10), backOff.NextAfter(TimeSpan.FromSeconds(10)));
        Assert.Equal(TimeSpan.FromMilliseconds(20), backOff.NextAfter(Short));
    }
}
