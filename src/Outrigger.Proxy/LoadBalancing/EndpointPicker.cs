using Outrigger.Proxy.Model;
using Outrigger.Proxy.Upstream;
using Outrigger.Routing;

namespace Outrigger.Proxy.LoadBalancing;

/// <summary>Picks one of a fixed group of endpoints. Belongs to one worker; allocates nothing.</summary>
internal abstract class EndpointPicker
{
    /// <summary>Picks an endpoint.</summary>
    /// <param name="random">The worker's generator.</param>
    public abstract EndpointState Pick(ref RandomState random);

    /// <summary>Makes the picker of a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="choiceCount">How many endpoints least request compares.</param>
    /// <param name="endpoints">The group; at least one.</param>
    /// <param name="random">
    /// Where the first pick of a rotation comes from, so that workers do not march in step.
    /// </param>
    public static EndpointPicker Create(
        LoadBalancingPolicy policy, int choiceCount, EndpointState[] endpoints, ref RandomState random)
    {
        if (endpoints.Length == 1)
            return new SinglePicker(endpoints[0]);
        var hasUnequalWeights = Array.Exists(endpoints, endpoint => endpoint.Weight != endpoints[0].Weight);
        return policy switch
        {
            LoadBalancingPolicy.Random => new RandomPicker(endpoints),
            LoadBalancingPolicy.LeastRequest when hasUnequalWeights =>
                new ScheduledPicker(endpoints, isByLoad: true, ref random),
            LoadBalancingPolicy.LeastRequest => new LeastRequestPicker(endpoints, choiceCount),
            _ when hasUnequalWeights => new ScheduledPicker(endpoints, isByLoad: false, ref random),
            _ => new RoundRobinPicker(endpoints, ref random),
        };
    }
}

/// <summary>The only endpoint.</summary>
internal sealed class SinglePicker(EndpointState endpoint) : EndpointPicker
{
    public override EndpointState Pick(ref RandomState random) => endpoint;
}

/// <summary>Any endpoint, without regard to weights, as Envoy's RANDOM.</summary>
internal sealed class RandomPicker(EndpointState[] endpoints) : EndpointPicker
{
    public override EndpointState Pick(ref RandomState random) =>
        endpoints[random.NextBelow((uint)endpoints.Length)];
}

/// <summary>One after the other.</summary>
internal sealed class RoundRobinPicker : EndpointPicker
{
    private readonly EndpointState[] _endpoints;
    private int _next;

    public RoundRobinPicker(EndpointState[] endpoints, ref RandomState random)
    {
        _endpoints = endpoints;
        _next = (int)random.NextBelow((uint)endpoints.Length);
    }

    public override EndpointState Pick(ref RandomState random)
    {
        var picked = _endpoints[_next];
        _next = _next + 1 == _endpoints.Length ? 0 : _next + 1;
        return picked;
    }
}

/// <summary>
/// The one with the fewest requests in flight of a few random ones ("power of two choices").
/// </summary>
internal sealed class LeastRequestPicker(EndpointState[] endpoints, int choiceCount) : EndpointPicker
{
    public override EndpointState Pick(ref RandomState random)
    {
        var best = endpoints[random.NextBelow((uint)endpoints.Length)];
        for (var choice = 1; choice < choiceCount; choice++)
        {
            var other = endpoints[random.NextBelow((uint)endpoints.Length)];
            if (other.ActiveRequests < best.ActiveRequests)
                best = other;
        }

        return best;
    }
}
