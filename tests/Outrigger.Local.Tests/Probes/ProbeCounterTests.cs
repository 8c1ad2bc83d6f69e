using Outrigger.Local.Probes;

namespace Outrigger.Local.Tests.Probes;

public class ProbeCounterTests
{
    [Theory]
    [InlineData(1, 3, "pffpfff", "1111110")]
    [InlineData(1, 1, "fpfp", "0101")]
    [InlineData(2, 2, "ppfpffpp", "01111001")]
    [InlineData(1, 3, "fff", "000")]
    public void Readiness_changes_after_so_many_in_a_row(
        int success, int failure, string probes, string expected)
    {
        var counter = new ProbeCounter(success, failure);

        Assert.Equal(expected, string.Concat(probes.Select(probe => counter.Add(probe == 'p') ? '1' : '0')));
    }

    [Fact]
    public void A_restart_begins_from_not_ready()
    {
        var counter = new ProbeCounter(2, 3);
        counter.Add(true);
        counter.Add(true);

        counter.Reset();

        Assert.False(counter.Add(true));
        Assert.True(counter.Add(true));
    }
}
