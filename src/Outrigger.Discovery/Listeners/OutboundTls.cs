using Envoy.Config.Listener.V3;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Routes;
using Outrigger.Discovery.Scoping;

namespace Outrigger.Discovery.Listeners;

/// <summary>
/// The chains of ports on which applications speak TLS themselves. It is passed on, to where TLS routes of
/// VirtualServices lead the server name that the application asks for, or else to the service of that name.
/// </summary>
/// <param name="snapshot">The mesh.</param>
/// <param name="proxy">The sidecar.</param>
internal sealed class OutboundTls(MeshSnapshot snapshot, ProxyNode proxy)
{
    /// <summary>Adds the chains of a service that has an address of its own: what is not routed is for it.</summary>
    public void AddToOwn(Listener listener, MeshService service, MeshServicePort port)
    {
        var routed = Routed(service, port).Select(route => ChainOf(route.ServerNames, route.Filter)).ToList();
        listener.FilterChains.Add(routed);
        var others = new FilterChain { Filters = { TcpRoutes.Outbound(snapshot, proxy, service, port) } };
        if (routed.Count == 0)
        {
            listener.FilterChains.Add(others);
            return;
        }
        listener.DefaultFilterChain = others;
        ListenerFilters.AddTlsInspector(listener, snapshot.Options.ProtocolDetectionTimeout);
    }

    /// <summary>
    /// Adds the chains of a service that shares a listener with others and has only the server name to be told by. What
    /// asks for no name of theirs goes where unknown destinations go.
    /// </summary>
    public void AddToShared(Listener listener, MeshService service, MeshServicePort port)
    {
        foreach (var (names, filter) in Routed(service, port)) AddIfFree(listener, names, filter);
        AddIfFree(listener, [service.Host], TcpRoutes.Outbound(snapshot, proxy, service, port));
        if (listener.DefaultFilterChain is not null) return;
        listener.DefaultFilterChain = new FilterChain
        {
            Filters =
            {
                TcpProxies.To(
                    snapshot.Options.AllowUnknownDestinations ? ClusterName.Passthrough : ClusterName.BlackHole),
            },
        };
        ListenerFilters.AddTlsInspector(listener, snapshot.Options.ProtocolDetectionTimeout);
    }

    /// <summary>Whether a service can be told from others by the server name alone.</summary>
    public static bool IsTold(MeshService service, MeshServicePort port) =>
        port.Protocol is Protocol.Https or Protocol.Tls && !service.IsKubernetes && IsServerName(service.Host);

    private IEnumerable<(IReadOnlyList<string> ServerNames, Filter Filter)> Routed(
        MeshService service, MeshServicePort port)
    {
        var context = new RouteContext(snapshot, proxy, port.Number, VirtualServiceRule.Mesh);
        foreach (var rule in snapshot.VirtualServices.ForSidecar(proxy.Namespace)
            .Of(service.Host, static rule => rule.RulesTls))
        {
            var routes = TlsRoutes.Of(rule, context).ToList();
            // Rules on one host are not merged: the first that speaks of the port owns it.
            if (routes.Count > 0) return routes;
        }
        return [];
    }

    private static void AddIfFree(Listener listener, IReadOnlyList<string> names, Filter filter)
    {
        var taken = listener.FilterChains.SelectMany(chain => chain.FilterChainMatch.ServerNames)
            .ToHashSet(StringComparer.Ordinal);
        var free = names.Where(name => IsServerName(name) && !taken.Contains(name)).ToList();
        if (free.Count > 0) listener.FilterChains.Add(ChainOf(free, filter));
    }

    private static FilterChain ChainOf(IReadOnlyList<string> names, Filter filter) => new()
    {
        FilterChainMatch = new FilterChainMatch { ServerNames = { names.Where(IsServerName) } },
        Filters = { filter },
    };

    private static bool IsServerName(string name) =>
        !HostName.IsWildcard(name) || name.StartsWith("*.", StringComparison.Ordinal);
}
