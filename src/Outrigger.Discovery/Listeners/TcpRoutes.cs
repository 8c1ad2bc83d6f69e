using Envoy.Config.Listener.V3;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Routes;
using Outrigger.Discovery.Scoping;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Discovery.Listeners;

/// <summary>
/// Decides where the connections of a TCP service go: the first TCP rule that applies, else its own cluster.
/// </summary>
internal static class TcpRoutes
{
    public static Filter Outbound(
        MeshSnapshot snapshot, ProxyNode proxy, MeshService service, MeshServicePort port)
    {
        var context = new RouteContext(snapshot, proxy, port.Number, VirtualServiceRule.Mesh);
        foreach (var rule in snapshot.VirtualServices.ForSidecar(proxy.Namespace)
            .Of(service.Host, static rule => rule.RulesTcp))
        {
            if (FirstThatApplies(rule, context) is { } route) return To(route.Route, rule, context);
        }
        return TcpProxies.To(ClusterName.Outbound(port.Number, "", service.Host));
    }

    /// <summary>The filter of a gateway's TCP port, or null when no rule speaks of it.</summary>
    public static Filter? OnGateway(VirtualServiceRule rule, RouteContext context) =>
        FirstThatApplies(rule, context) is { } route ? To(route.Route, rule, context) : null;

    private static TcpRoute? FirstThatApplies(VirtualServiceRule rule, RouteContext context) =>
        rule.Item.Spec.Tcp.FirstOrDefault(route =>
            route.Match.Count == 0 || route.Match.Any(match => AppliesTo(match, rule, context)));

    private static bool AppliesTo(L4MatchAttributes match, VirtualServiceRule rule, RouteContext context)
    {
        if (match.Port is { } port && port != context.Port) return false;
        if (match.Gateways.Count > 0 && !match.Gateways.Any(name =>
            VirtualServiceRule.ResolveGateway(name, rule.Namespace) == context.Gateway)) return false;
        if (context.Gateway != VirtualServiceRule.Mesh) return true;
        if (!Selection.Matches(match.SourceLabels, context.Proxy.Labels)) return false;
        return string.IsNullOrEmpty(match.SourceNamespace) || match.SourceNamespace == context.Proxy.Namespace;
    }

    /// <summary>A filter that splits connections between destinations by their weights.</summary>
    public static Filter To(
        IReadOnlyList<RouteDestination> route, VirtualServiceRule rule, RouteContext context)
    {
        var destinations = route.Count == 1
            ? route
            : route.Where(destination => destination.Weight is > 0).ToList();
        var clusters = destinations
            .Select(destination => (
                context.ClusterOf(destination.Destination!, rule.Namespace), Math.Max(1, destination.Weight ?? 1)))
            .ToList();
        return TcpProxies.To(clusters[0].Item1, clusters);
    }
}
