using Envoy.Config.Core.V3;
using Envoy.Config.Route.V3;
using Outrigger.Discovery.Generation;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Google.Protobuf.WellKnownTypes;

namespace Outrigger.Discovery.Routes;

/// <summary>Builds virtual hosts and the names under which clients call them.</summary>
internal static class VirtualHosts
{
    /// <summary>
    /// The names of a service on a port, seen from a client's namespace: the full host, Kubernetes' short
    /// forms and the virtual addresses.
    /// </summary>
    public static IEnumerable<string> NamesOf(MeshService service, string clientNamespace)
    {
        yield return service.Host;
        if (service.IsKubernetes)
        {
            if (service.Namespace == clientNamespace) yield return service.Name;
            yield return $"{service.Name}.{service.Namespace}";
            yield return $"{service.Name}.{service.Namespace}.svc";
        }
        if (service.IsHeadless) yield return $"*.{service.Host}";
        // In an authority an IPv6 address stands in brackets.
        foreach (var address in service.VirtualAddresses)
            yield return address.Contains(':') ? $"[{address}]" : address;
    }

    /// <summary>The route of a service that no VirtualService speaks of.</summary>
    public static Route DefaultRoute(string cluster, string decorated) => new()
    {
        Name = "default",
        Match = new RouteMatch { Prefix = "/" },
        Route_ = new RouteAction { Cluster = cluster, Timeout = new Duration() },
        Decorator = new Decorator { Operation = decorated },
    };

    /// <summary>What becomes of a request to a host that the mesh does not know.</summary>
    public static VirtualHost Unknown(MeshSnapshot snapshot, ProxyNode proxy)
    {
        // An uncaptured application's proxy has no original destination to let the request through to.
        if (snapshot.Options.AllowUnknownDestinations && proxy.Interception == InterceptionMode.Redirect)
        {
            return new VirtualHost
            {
                Name = "allow_any",
                Domains = { "*" },
                IncludeRequestAttemptCount = true,
                Routes =
                {
                    new Route
                    {
                        Name = "allow_any",
                        Match = new RouteMatch { Prefix = "/" },
                        Route_ = new RouteAction { Cluster = ClusterName.Passthrough, Timeout = new Duration() },
                    },
                },
            };
        }
        return new VirtualHost
        {
            Name = "block_all",
            Domains = { "*" },
            Routes =
            {
                new Route
                {
                    Name = "block_all",
                    Match = new RouteMatch { Prefix = "/" },
                    DirectResponse = new DirectResponseAction
                    {
                        Status = 502,
                        Body = new DataSource { InlineString = "no service of the mesh has this host\n" },
                    },
                },
            },
        };
    }

    /// <summary>A virtual host with one set of routes.</summary>
    public static VirtualHost Build(string name, IEnumerable<string> domains, IEnumerable<Route> routes) => new()
    {
        Name = name,
        Domains = { domains },
        IncludeRequestAttemptCount = true,
        Routes = { routes },
    };
}
