using Outrigger.Proxy.LoadBalancing;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Upstream;
using Outrigger.Routing;

namespace Outrigger.Proxy.Tests.DataPath.LoadBalancing;

public sealed class LoadBalancerTests
{
    [Fact]
    public void Round_robin_takes_every_endpoint_in_turn()
    {
        var balancer = new Balancer(LoadBalancingPolicy.RoundRobin, "hhhhh");
        Assert.All(balancer.Count(1_000), count => Assert.Equal(200, count));
    }

    [Theory]
    [InlineData("RoundRobin")]
    [InlineData("LeastRequest")]
    public void Weights_are_kept_to(string policy)
    {
        var balancer = new Balancer(Enum.Parse<LoadBalancingPolicy>(policy), "hhh", number => (uint)(number + 1));
        var counts = balancer.Count(6_000);
        Assert.InRange(counts[0], 998, 1_002);
        Assert.InRange(counts[1], 1_998, 2_002);
        Assert.InRange(counts[2], 2_998, 3_002);
    }

    [Fact]
    public void Weighted_picks_come_interleaved()
    {
        var balancer = new Balancer(LoadBalancingPolicy.RoundRobin, "hh", number => number == 0 ? 1u : 4u);
        var longestRun = 0;
        var run = 0;
        for (var pick = 0; pick < 1_000; pick++)
        {
            run = balancer.Pick() == 1 ? run + 1 : 0;
            longestRun = Math.Max(longestRun, run);
        }

        Assert.InRange(longestRun, 4, 5);
    }

    [Fact]
    public void Random_spreads_evenly()
    {
        var balancer = new Balancer(LoadBalancingPolicy.Random, "hhhh");
        Assert.All(balancer.Count(40_000), count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void Least_request_avoids_the_busy_endpoint()
    {
        var balancer = new Balancer(LoadBalancingPolicy.LeastRequest, "hhhh");
        balancer.States[0].ActiveRequests = 100;
        var counts = balancer.Count(16_000);
        // Only when both choices fall on it, one time in sixteen, is the busy one taken.
        Assert.InRange(counts[0], 800, 1_200);
    }

    [Fact]
    public void Only_healthy_endpoints_are_taken_until_panic()
    {
        var counts = new Balancer(LoadBalancingPolicy.RoundRobin, "hhhu").Count(300);
        Assert.Equal(0, counts[3]);
        var panicking = new Balancer(LoadBalancingPolicy.RoundRobin, "huuu");
        Assert.True(panicking.IsInPanic);
        Assert.All(panicking.Count(400), count => Assert.Equal(100, count));
    }

    [Fact]
    public void Priorities_share_by_health()
    {
        var counts = new Balancer(LoadBalancingPolicy.RoundRobin, "hhuu|hh").Count(10_000);
        Assert.InRange(counts[0] + counts[1], 6_800, 7_200);
        Assert.InRange(counts[4] + counts[5], 2_800, 3_200);
    }

    [Fact]
    public void Choosing_allocates_nothing()
    {
        foreach (var policy in new[] { LoadBalancingPolicy.RoundRobin, LoadBalancingPolicy.LeastRequest, LoadBalancingPolicy.Random })
        {
            var balancer = new Balancer(policy, "hhhh|hh", number => (uint)number % 3 + 1);
            balancer.Pick();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var pick = 0; pick < 1_000; pick++)
                balancer.Pick();
            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        }
    }

    private sealed class Balancer
    {
        private readonly LoadBalancer _balancer;
        private readonly Dictionary<EndpointState, int> _numbers = [];
        private RandomState _random = new(7);

        public Balancer(LoadBalancingPolicy policy, string priorities, Func<int, uint>? weightOf = null)
        {
            var endpoints = Endpoints.Parse(priorities, weightOf);
            foreach (var endpoint in endpoints.Priorities.SelectMany(priority => priority.Endpoints))
            {
                var state = new EndpointState(endpoint.Slot, new StatBlock<EndpointStat>(StatSchemas.Endpoint))
                {
                    Weight = endpoint.Weight,
                };
                _numbers.Add(state, States.Count);
                States.Add(state);
            }

            var bySlot = States.ToDictionary(state => state.Slot);
            var cluster = new ClusterModel
            {
                Slot = new ClusterSlot("c", 0),
                Stats = new ClusterStats("c", 1),
                LoadBalancing = policy,
            };
            _balancer = LoadBalancer.Create(cluster, endpoints, endpoint => bySlot[endpoint.Slot], ref _random);
        }

        public List<EndpointState> States { get; } = [];

        public bool IsInPanic => _balancer.IsInPanic;

        public int Pick() => _numbers[_balancer.Choose(ref _random)!];

        public int[] Count(int picks)
        {
            var counts = new int[States.Count];
            for (var pick = 0; pick < picks; pick++)
                counts[Pick()]++;
            return counts;
        }
    }
}
