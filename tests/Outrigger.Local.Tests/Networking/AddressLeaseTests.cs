using Outrigger.Local.Networking;

namespace Outrigger.Local.Tests.Networking;

public class AddressLeaseTests
{
    [Fact]
    public void Two_meshes_never_share_a_network()
    {
        using var first = AddressLease.Take(97);
        using var second = AddressLease.Take(97);

        Assert.NotEqual(first.Number, second.Number);
        Assert.Equal($"127.{first.Number}.0.1", first.Loopback(0, 1).ToString());
        Assert.Equal($"10.{100 + first.Number}.3.4", first.Routed(3, 4).ToString());
    }

    [Fact]
    public void A_network_that_was_given_back_can_be_taken_again()
    {
        var number = 0;
        using (var first = AddressLease.Take(103))
        {
            number = first.Number;
        }

        using var second = AddressLease.Take(number);
        Assert.Equal(number, second.Number);
    }

    [Fact]
    public void Preferences_are_stable_and_in_range()
    {
        var preferred =
            Enumerable.Range(0, 1000).Select(i => AddressLease.PreferredFor($"/state/{i}")).ToList();

        Assert.Equal(AddressLease.PreferredFor("/state/7"), preferred[7]);
        Assert.All(preferred, number => Assert.InRange(number, 1, 155));
        Assert.True(preferred.Distinct().Count() > 100);
    }
}
