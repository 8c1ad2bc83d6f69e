using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Envoy.Config.Endpoint.V3;
using Envoy.Config.Listener.V3;
using Envoy.Config.Route.V3;
using Envoy.Extensions.Filters.Http.Router.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Xds.Server.Caching;

namespace Outrigger.Xds.Tests.Interop;

/// <summary>
/// What a proxyless client needs to find the greeter: one API listener, and what it leads to.
/// </summary>
internal static class GreeterResources
{
    public const string ListenerName = "greeter";
    private const string RouteName = "greeter-routes";

    /// <summary>Clusters with a weight each, and the ports of their endpoints.</summary>
    public static IEnumerable<NamedResource> Create(
        params (string Cluster, uint Weight, int[] Ports)[] clusters)
    {
        yield return NamedResource.Create(ListenerName, ApiListener());
        yield return NamedResource.Create(RouteName, Routes(clusters));
        foreach ((string cluster, _, int[] ports) in clusters)
        {
            yield return NamedResource.Create(cluster, EdsCluster(cluster));
            yield return NamedResource.Create(cluster, Assignment(cluster, ports));
        }
    }

    private static ConfigSource Ads() => new()
    {
        Ads = new AggregatedConfigSource(),
        ResourceApiVersion = ApiVersion.V3,
    };

    private static Listener ApiListener()
    {
        var manager = new HttpConnectionManager
        {
            StatPrefix = "greeter",
            Rds = new Rds { RouteConfigName = RouteName, ConfigSource = Ads() },
        };
        manager.HttpFilters.Add(new HttpFilter { Name = "router", TypedConfig = Any.Pack(new Router()) });
        return new Listener
        {
            Name = ListenerName,
            ApiListener = new ApiListener { ApiListener_ = Any.Pack(manager) },
        };
    }

    private static RouteConfiguration Routes((string Cluster, uint Weight, int[] Ports)[] clusters)
    {
        var weighted = new WeightedCluster();
        weighted.Clusters.AddRange(clusters.Select(cluster => new WeightedCluster.Types.ClusterWeight
        {
            Name = cluster.Cluster,
            Weight = cluster.Weight,
        }));
        var host = new VirtualHost { Name = "greeter" };
        host.Domains.Add("*");
        host.Routes.Add(new Route
        {
            Match = new RouteMatch { Prefix = "" },
            Route_ = new RouteAction { WeightedClusters = weighted },
        });
        var routes = new RouteConfiguration { Name = RouteName };
        routes.VirtualHosts.Add(host);
        return routes;
    }

    private static Cluster EdsCluster(string name) => new()
    {
        Name = name,
        Type = Cluster.Types.DiscoveryType.Eds,
        EdsClusterConfig = new Cluster.Types.EdsClusterConfig { EdsConfig = Ads() },
        LbPolicy = Cluster.Types.LbPolicy.RoundRobin,
    };

    private static ClusterLoadAssignment Assignment(string name, int[] ports)
    {
        var locality = new LocalityLbEndpoints
        {
            Locality = new Locality { Region = "here" },
            LoadBalancingWeight = 1,
        };
        locality.LbEndpoints.AddRange(ports.Select(port => new LbEndpoint
        {
            Endpoint = new Envoy.Config.Endpoint.V3.Endpoint
            {
                Address = new Address
                {
                    SocketAddress = new SocketAddress { Address = "127.0.0.1", PortValue = (uint)port },
                },
            },
        }));
        var assignment = new ClusterLoadAssignment { ClusterName = name };
        assignment.Endpoints.Add(locality);
        return assignment;
    }
}
