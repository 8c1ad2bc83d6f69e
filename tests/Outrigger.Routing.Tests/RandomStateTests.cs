namespace Outrigger.Routing.Tests;

public sealed class RandomStateTests
{
    [Fact]
    public void The_sequence_is_that_of_SplitMix64()
    {
        var random = new RandomState(1234567);
        ulong[] expected =
        [
            6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431,
            16408922859458223821,
        ];
        foreach (ulong value in expected)
        {
            Assert.Equal(value, random.NextUInt64());
        }
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(2u)]
    [InlineData(7u)]
    [InlineData(uint.MaxValue)]
    public void A_number_stays_below_its_bound_and_fills_the_room(uint bound)
    {
        var random = new RandomState(5);
        double sum = 0;
        const int Draws = 20_000;
        for (int i = 0; i < Draws; i++)
        {
            uint value = random.NextBelow(bound);
            Assert.True(value < bound);
            sum += value;
        }

        double mean = (bound - 1.0) / 2;
        Assert.InRange(sum / Draws, mean * 0.97, mean * 1.03);
    }
}
