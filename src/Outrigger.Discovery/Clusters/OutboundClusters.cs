using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Envoy.Config.Endpoint.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Discovery.Gateways;
using Outrigger.Discovery.Generation;
using Outrigger.Discovery.Listeners;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Scoping;
using Outrigger.Resources.Networking.DestinationRules;

namespace Outrigger.Discovery.Clusters;

/// <summary>One cluster for each port of each visible service, and one more for each subset of it.</summary>
internal static class OutboundClusters
{
    public static IEnumerable<Cluster> Generate(MeshSnapshot snapshot, ProxyNode proxy)
    {
        foreach (var service in snapshot.ServicesVisibleTo(proxy.Namespace))
        {
            var policy = snapshot.DestinationRules.Find(proxy.Namespace, service);
            foreach (var port in service.Ports)
            {
                if (port.Protocol == Protocol.Udp) continue;
                if (Build(snapshot, proxy, service, port, policy, null) is { } cluster) yield return cluster;
                foreach (var subset in policy?.Subsets ?? [])
                    if (Build(snapshot, proxy, service, port, policy, subset) is { } part) yield return part;
            }
        }
    }

    /// <summary>
    /// The clusters of a gateway between networks, under the server names that stand for them. TLS passes through, so
    /// they have none of their own.
    /// </summary>
    public static IEnumerable<Cluster> ByServerName(MeshSnapshot snapshot, ProxyNode proxy)
    {
        if (!GatewayPorts.PassesOnByServerName(snapshot, proxy)) yield break;
        foreach (var cluster in snapshot.Shared.OutboundClusters(proxy))
        {
            if (cluster.Type != Cluster.Types.DiscoveryType.Eds
                || !ClusterName.TryParseOutbound(cluster.Name, out var port, out var subset, out var host)) continue;
            var passing = cluster.Clone();
            passing.Name = ClusterName.ServerName(port, subset, host);
            passing.EdsClusterConfig.ServiceName = cluster.Name;
            passing.TransportSocket = null;
            passing.TransportSocketMatches.Clear();
            passing.TypedExtensionProtocolOptions.Clear();
            yield return passing;
        }
    }

    private static Cluster? Build(
        MeshSnapshot snapshot, ProxyNode proxy, MeshService service, MeshServicePort port,
        DestinationPolicy? policy, Subset? subset)
    {
        var effective = policy?.For(subset, port.Number) ?? default;
        var balancer = BalancerOf(effective.LoadBalancer);
        var name = ClusterName.Outbound(port.Number, subset?.Name ?? "", service.Host);
        var cluster = new Cluster
        {
            Name = name,
            ConnectTimeout = Pack.Duration(
                effective.ConnectionPool?.Tcp?.ConnectTimeout ?? snapshot.Options.ConnectTimeout),
            Metadata = MetadataOf(service, port, policy, subset),
        };
        if (UsesOriginalDestination(service, port, proxy, balancer))
        {
            cluster.Type = Cluster.Types.DiscoveryType.OriginalDst;
            cluster.LbPolicy = Cluster.Types.LbPolicy.ClusterProvided;
        }
        else if (!SetDiscovery(cluster, snapshot, service, port, subset))
        {
            return null;
        }
        else
        {
            // gRPC clients refuse a cluster whose balancer they lack, and all of them have this one.
            cluster.LbPolicy = proxy.Type == ProxyType.GrpcClient
                ? Cluster.Types.LbPolicy.RoundRobin
                : PolicyOf(balancer);
        }
        ClusterProtocol.Apply(cluster, port.Protocol, proxy.Type);
        ClusterTransport.Apply(cluster, snapshot, proxy, service, port, subset, effective);
        if (proxy.Type == ProxyType.Gateway) EdgeProfile.Apply(cluster);
        return cluster;
    }

    private static bool SetDiscovery(
        Cluster cluster, MeshSnapshot snapshot, MeshService service, MeshServicePort port, Subset? subset)
    {
        if (service.Resolution is ServiceResolution.Registry or ServiceResolution.OriginalDestination)
        {
            cluster.Type = Cluster.Types.DiscoveryType.Eds;
            cluster.EdsClusterConfig = new Cluster.Types.EdsClusterConfig
            {
                EdsConfig = Pack.Ads(),
                ServiceName = cluster.Name,
            };
            return true;
        }
        // DNS names travel in the cluster itself. A name without endpoints would be refused by every proxy.
        var endpoints = EndpointSelection.Select(snapshot.EndpointsOf(service, port.Number), subset);
        if (endpoints.Count == 0) return false;
        // A cluster that uses one address at a time has one name only.
        var roundRobin = service.Resolution == ServiceResolution.DnsRoundRobin && endpoints.Count == 1;
        cluster.Type = roundRobin
            ? Cluster.Types.DiscoveryType.LogicalDns
            : Cluster.Types.DiscoveryType.StrictDns;
        cluster.DnsLookupFamily = Cluster.Types.DnsLookupFamily.V4Only;
        cluster.RespectDnsTtl = true;
        cluster.LoadAssignment = Endpoints.LoadAssignments.Build(cluster.Name, endpoints);
        return true;
    }

    /// <summary>
    /// In an uncaptured application's HTTP proxy there is no original destination, so headless services are
    /// balanced there like any other.
    /// </summary>
    private static bool UsesOriginalDestination(
        MeshService service, MeshServicePort port, ProxyNode proxy, LoadBalancer balancer)
    {
        if (proxy.Type != ProxyType.Sidecar || proxy.Interception == InterceptionMode.None) return false;
        return service.Resolution == ServiceResolution.OriginalDestination
            || balancer == LoadBalancer.Passthrough
            || (service.IsHeadless && !port.Protocol.IsHttp());
    }

    private static LoadBalancer BalancerOf(LoadBalancerSettings? settings) => settings?.Simple switch
    {
        SimpleLoadBalancer.RoundRobin => LoadBalancer.RoundRobin,
        SimpleLoadBalancer.Random => LoadBalancer.Random,
        SimpleLoadBalancer.Passthrough => LoadBalancer.Passthrough,
        _ => LoadBalancer.LeastRequest,
    };

    private static Cluster.Types.LbPolicy PolicyOf(LoadBalancer balancer) => balancer switch
    {
        LoadBalancer.RoundRobin => Cluster.Types.LbPolicy.RoundRobin,
        LoadBalancer.Random => Cluster.Types.LbPolicy.Random,
        _ => Cluster.Types.LbPolicy.LeastRequest,
    };

    private static Metadata MetadataOf(
        MeshService service, MeshServicePort port, DestinationPolicy? policy, Subset? subset)
    {
        var described = new Struct
        {
            Fields =
            {
                ["host"] = Value.ForString(service.Host),
                ["name"] = Value.ForString(service.Name),
                ["namespace"] = Value.ForString(service.Namespace),
            },
        };
        var metadata = Pack.IstioMetadata(
            ("services", Value.ForList(Value.ForStruct(described))),
            ("default_original_port", Value.ForNumber(port.Number)));
        var fields = metadata.FilterMetadata["istio"].Fields;
        if (policy is not null) fields["config"] = Value.ForString(ConfigPath.Of(policy.Source));
        // Proxies tell endpoints outside the mesh nothing of the workload that calls.
        if (service.IsExternal) fields["external"] = Value.ForBool(true);
        if (subset?.Name is { } name) fields["subset"] = Value.ForString(name);
        return metadata;
    }
}
