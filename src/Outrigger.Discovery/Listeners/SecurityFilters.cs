using Envoy.Config.Listener.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Security.Authorizers;

namespace Outrigger.Discovery.Listeners;

/// <summary>
/// The filters that security policies put before all others on what comes into a workload, in the order in which they
/// have to stand. The messages are shared and must not be changed.
/// </summary>
/// <param name="Http">The filters of connection managers.</param>
/// <param name="Network">The filters of chains that do not speak HTTP.</param>
internal sealed record SecurityFilters(IReadOnlyList<HttpFilter> Http, IReadOnlyList<Filter> Network)
{
    /// <summary>No policy holds.</summary>
    public static SecurityFilters None { get; } = new([], []);

    /// <summary>
    /// Puts the network filters before what serves the connections of a chain, unless that speaks HTTP.
    /// </summary>
    public void Guard(FilterChain chain)
    {
        if (chain.Filters[^1].Name == HttpConnectionManagers.FilterName) return;
        for (var index = 0; index < Network.Count; index++) chain.Filters.Insert(index, Network[index]);
    }

    /// <summary>The filters of a proxy's workload.</summary>
    public static SecurityFilters Of(MeshSnapshot snapshot, ProxyNode proxy)
    {
        var custom = CustomAuthorization.Of(snapshot, snapshot.AuthorizationPolicies.For(proxy));
        var authorization = snapshot.AuthorizationPolicies.FiltersFor(proxy);
        // Policies may ask for claims, so that tokens are read before; questions to others come first, as in Istio.
        HttpFilter[] tokens = snapshot.RequestAuthentications.FilterFor(proxy) is { } filter ? [filter] : [];
        return new SecurityFilters(
            [.. custom.Http, .. tokens, .. authorization.Http], [.. custom.Network, .. authorization.Network]);
    }
}
