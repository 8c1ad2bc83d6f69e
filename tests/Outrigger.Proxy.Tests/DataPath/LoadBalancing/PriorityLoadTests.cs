using System.Collections.Immutable;
using System.Net;
using Outrigger.Net.Sockets;
using Outrigger.Proxy.LoadBalancing;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Tests.DataPath.LoadBalancing;

public sealed class PriorityLoadTests
{
    public static TheoryData<string, string> Cases() => new()
    {
        // Per priority: healthy, degraded and unhealthy endpoints, one letter each; then the shares.
        { "hhhh", "0 Healthy 100" },
        { "", "" },
        { "dr", "0 Degraded 100" },
        { "hhhu", "0 Healthy 100" },
        { "hhuu|hh", "0 Healthy 70, 1 Healthy 30" },
        { "uuuu|hh", "1 Healthy 100" },
        { "huuu|huuu", "0 All 50, 1 All 50" },
        { "uuuu", "0 All 100" },
        { "uu|uu", "0 All 50, 1 All 50" },
        { "hudd|uuuu", "0 Healthy 35, 0 Degraded 65" },
        { "hhhr", "0 Healthy 100" },
        { "rr", "" },
        { "|hh", "1 Healthy 100" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Shares_follow_health_as_in_Envoy(string priorities, string expected)
    {
        var loads = PriorityLoad.Compute(Endpoints.Parse(priorities), panicThresholdPercent: 50);
        Assert.Equal(expected, string.Join(", ", loads.Select(load => $"{load.Priority} {load.Selection} {load.Percent}")));
        if (loads.Count > 0)
            Assert.Equal(100, loads.Sum(load => load.Percent));
    }

    [Fact]
    public void Without_panic_nobody_unhealthy_is_used() =>
        Assert.Empty(PriorityLoad.Compute(Endpoints.Parse("uuuu"), panicThresholdPercent: 0));
}

/// <summary>Endpoint sets from letters: h healthy, d degraded, u unhealthy, r draining; priorities between bars.</summary>
internal static class Endpoints
{
    public static EndpointSet Parse(string priorities, Func<int, uint>? weightOf = null)
    {
        var slots = new EndpointSlotTable(1);
        var number = 0;
        var addresses = Enumerable.Range(1, 1000).Select(port => NetworkAddress.FromIp(IPAddress.Loopback, port)).ToArray();
        var byAddress = slots.Replace(addresses);
        var models = priorities.Split('|').Select((letters, priority) => letters.Select(letter => new EndpointModel
        {
            Slot = byAddress[addresses[number]],
            Weight = weightOf?.Invoke(number++) ?? NextWeight(ref number),
            Priority = priority,
            Health = letter switch
            {
                'h' => EndpointHealth.Healthy,
                'd' => EndpointHealth.Degraded,
                'u' => EndpointHealth.Unhealthy,
                _ => EndpointHealth.Draining,
            },
        }).ToImmutableArray()).ToList();
        return new EndpointSet(
            [.. models.Select(endpoints => new PriorityModel([new LocalityModel("", "", "", 1, endpoints)]))], 140);
    }

    private static uint NextWeight(ref int number)
    {
        number++;
        return 1;
    }
}
