using Outrigger.Local.Networking;

namespace Outrigger.Local.Tests.Networking;

public class PodIndexesTests
{
    [Fact]
    public void A_number_comes_round_only_after_all_others()
    {
        var indexes = new PodIndexes();
        var first = indexes.Take();
        indexes.Return(first);

        var seen = new HashSet<int>();
        int next;
        while ((next = indexes.Take()) != first)
        {
            Assert.True(seen.Add(next));
            Assert.True((next & 255) is not (0 or 255));
            indexes.Return(next);
        }

        Assert.Equal(2, first);
        Assert.Equal((128 * 254) - 2, seen.Count);
    }

    [Fact]
    public void Numbers_in_use_are_not_given_again()
    {
        var indexes = new PodIndexes();

        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => indexes.Take()).Distinct().Count());
    }
}
