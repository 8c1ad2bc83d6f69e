using Envoy.Config.Listener.V3;
using Envoy.Extensions.Filters.Http.Router.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Outrigger.Discovery.Generation;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Routes;

namespace Outrigger.Discovery.Listeners;

/// <summary>
/// What a gRPC client asks for when it resolves <c>xds:///host:port</c> (gRFC A27): a listener of the
/// target's name that is bound to nothing and leads to routes.
/// </summary>
internal static class GrpcListeners
{
    public static IEnumerable<Listener> Generate(MeshSnapshot snapshot, ProxyNode proxy)
    {
        // Several services may share an address, and a short name may be another's whole one: the first has
        // it.
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var service in snapshot.ServicesVisibleTo(proxy.Namespace))
        {
            foreach (var port in service.Ports)
            {
                if (port.Protocol == Protocol.Udp) continue;
                var routeName = GrpcRoutes.NameOf(service, port);
                foreach (var target in TargetsOf(service, port, proxy).Where(taken.Add))
                    yield return Build(target, routeName);
            }
        }
    }

    /// <summary>A client may leave out of the name what Kubernetes DNS lets it leave out.</summary>
    private static IEnumerable<string> TargetsOf(MeshService service, MeshServicePort port, ProxyNode proxy) =>
        VirtualHosts.NamesOf(service, proxy.Namespace)
            .Where(name => !name.StartsWith('*'))
            .Select(name => $"{name}:{port.Number}");

    private static Listener Build(string target, string routeName)
    {
        var manager = new HttpConnectionManager
        {
            StatPrefix = target,
            Rds = new Rds { ConfigSource = Pack.Ads(), RouteConfigName = routeName },
            HttpFilters =
            {
                new HttpFilter { Name = "envoy.filters.http.router", TypedConfig = Pack.Any(new Router()) },
            },
        };
        return new Listener
        {
            Name = target,
            ApiListener = new ApiListener { ApiListener_ = Pack.Any(manager) },
        };
    }
}
