namespace Outrigger.Resources.Tests;

public class DurationsTests
{
    [Theory]
    [InlineData("1s", 1_000_000)]
    [InlineData("1.5s", 1_500_000)]
    [InlineData("100ms", 100_000)]
    [InlineData("1h30m", 5_400_000_000)]
    [InlineData("1m0.5s", 60_500_000)]
    [InlineData("250us", 250)]
    [InlineData("250µs", 250)]
    [InlineData(".5s", 500_000)]
    [InlineData("-2s", -2_000_000)]
    [InlineData("+2s", 2_000_000)]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    public void Reads_go_durations(string text, long microseconds)
    {
        Assert.True(Durations.TryParse(text, out TimeSpan duration));
        Assert.Equal(TimeSpan.FromMicroseconds(microseconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("s")]
    [InlineData("1.s.")]
    [InlineData("1 s")]
    [InlineData("1d")]
    [InlineData("apple")]
    [InlineData("1.2.3s")]
    [InlineData("99999999999999999999h")]
    [InlineData("9999999999h")]
    [InlineData("--1s")]
    public void Refuses_what_is_no_duration(string text) => Assert.False(Durations.TryParse(text, out _));

    [Theory]
    [InlineData("1h30m0s")]
    [InlineData("2.5s")]
    [InlineData("10ms")]
    [InlineData("1m0.5s")]
    [InlineData("0s")]
    [InlineData("-3s")]
    [InlineData("15us")]
    [InlineData("200ns")]
    public void Writes_durations_as_go_does(string text)
    {
        Assert.True(Durations.TryParse(text, out TimeSpan duration));
        Assert.Equal(text, Durations.Format(duration));
    }

    [Fact]
    public void Every_duration_survives_writing_and_reading()
    {
        var random = new Random(7);
        for (int i = 0; i < 10_000; i++)
        {
            var duration = TimeSpan.FromTicks(random.NextInt64(1L << random.Next(1, 60)));
            string text = Durations.Format(duration);
            Assert.True(Durations.TryParse(text, out TimeSpan read), text);
            Assert.Equal(duration, read);
        }
    }
}
