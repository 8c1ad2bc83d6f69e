using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Outrigger.Discovery.Endpoints;
using Outrigger.Discovery.Generation;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;

namespace Outrigger.Discovery.Clusters;

/// <summary>
/// The clusters that lead from a sidecar to its own application, and those that every sidecar has.
/// </summary>
internal static class InboundClusters
{
    /// <summary>
    /// The source address of a sidecar's connections to its own application: by it the redirect rules know
    /// them and let them through.
    /// </summary>
    public const string PassthroughSource = "127.0.0.6";

    public static IEnumerable<Cluster> Generate(MeshSnapshot snapshot, ProxyNode proxy)
    {
        foreach (var port in InboundPorts.Of(snapshot, proxy))
        {
            var cluster = new Cluster
            {
                Name = ClusterName.Inbound(port.TargetPort),
                ConnectTimeout = Pack.Duration(snapshot.Options.ConnectTimeout),
            };
            if (proxy.Interception == InterceptionMode.Redirect)
                ToOriginalDestination(cluster);
            else
                ToApplication(cluster, proxy, port.TargetPort);
            ClusterProtocol.Apply(cluster, port.Protocol, proxy.Type);
            yield return cluster;
        }
        if (proxy.Interception == InterceptionMode.Redirect)
        {
            var passthrough = new Cluster
            {
                Name = ClusterName.InboundPassthrough,
                ConnectTimeout = Pack.Duration(snapshot.Options.ConnectTimeout),
            };
            ToOriginalDestination(passthrough);
            yield return passthrough;
        }
    }

    /// <summary>Where unknown outbound traffic goes, and where forbidden traffic ends.</summary>
    public static IEnumerable<Cluster> Defaults(MeshSnapshot snapshot, ProxyNode proxy)
    {
        yield return new Cluster
        {
            Name = ClusterName.BlackHole,
            Type = Cluster.Types.DiscoveryType.Static,
            ConnectTimeout = Pack.Duration(snapshot.Options.ConnectTimeout),
        };
        if (proxy.Type == ProxyType.Sidecar && proxy.Interception == InterceptionMode.Redirect)
        {
            yield return new Cluster
            {
                Name = ClusterName.Passthrough,
                Type = Cluster.Types.DiscoveryType.OriginalDst,
                LbPolicy = Cluster.Types.LbPolicy.ClusterProvided,
                ConnectTimeout = Pack.Duration(snapshot.Options.ConnectTimeout),
            };
        }
    }

    private static void ToOriginalDestination(Cluster cluster)
    {
        cluster.Type = Cluster.Types.DiscoveryType.OriginalDst;
        cluster.LbPolicy = Cluster.Types.LbPolicy.ClusterProvided;
        cluster.UpstreamBindConfig = new BindConfig
        {
            SourceAddress = new SocketAddress { Address = PassthroughSource, PortValue = 0 },
        };
    }

    private static void ToApplication(Cluster cluster, ProxyNode proxy, int port)
    {
        cluster.Type = Cluster.Types.DiscoveryType.Static;
        cluster.LoadAssignment = LoadAssignments.Build(
            cluster.Name, [new MeshEndpoint { Address = proxy.ApplicationAddress, Port = port }]);
    }
}
