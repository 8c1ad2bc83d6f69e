using System.Net;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Tests.Configuration;

/// <summary>Places of names and addresses: stable while in use, used again afterwards.</summary>
public sealed class SlotTests
{
    [Fact]
    public void A_name_has_one_slot_while_anybody_holds_it()
    {
        var table = new ClusterSlotTable();
        ClusterSlot slot = table.GetOrAdd("a");

        Assert.Same(slot, table.GetOrAdd("a"));
        Assert.NotEqual(slot.Index, table.GetOrAdd("b").Index);
    }

    [Fact]
    public void Indexes_of_names_that_nobody_holds_are_used_again()
    {
        var table = new ClusterSlotTable();
        ClusterSlot kept = table.GetOrAdd("kept");
        int indexMax = 0;
        for (int round = 0; round < 20; round++)
        {
            indexMax = Math.Max(indexMax, AddUnheld(table, round));
            GC.Collect();
        }

        Assert.InRange(indexMax, 100, 600);
        Assert.Same(kept, table.GetOrAdd("kept"));
    }

    [Fact]
    public void Addresses_keep_their_slots_and_new_ones_take_free_indexes()
    {
        var table = new EndpointSlotTable(workersCount: 1);
        EndpointSlot[] first = Replace(table, "10.0.0.1", "10.0.0.2", "10.0.0.3");
        EndpointSlot[] second = Replace(table, "10.0.0.3", "10.0.0.4", "10.0.0.4", "10.0.0.1");

        Assert.Same(first[2], second[0]);
        Assert.Same(first[0], second[3]);
        Assert.Same(second[1], second[2]);
        Assert.Equal(first[1].Index, second[1].Index);
        Assert.NotSame(first[1], second[1]);
    }

    private static int AddUnheld(ClusterSlotTable table, int round) =>
        Enumerable.Range(0, 100).Max(i => table.GetOrAdd($"{round}-{i}").Index);

    private static EndpointSlot[] Replace(EndpointSlotTable table, params string[] addresses)
    {
        NetworkAddress[] all =
            [.. addresses.Select(address => NetworkAddress.FromIp(IPAddress.Parse(address), 80))];
        IReadOnlyDictionary<NetworkAddress, EndpointSlot> slots = table.Replace(all);
        return [.. all.Select(address => slots[address])];
    }
}
