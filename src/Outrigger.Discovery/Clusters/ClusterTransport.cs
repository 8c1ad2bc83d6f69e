using Envoy.Config.Cluster.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Discovery.Listeners;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Discovery.Scoping;
using Outrigger.Discovery.Transport;
using Outrigger.Resources.Networking.DestinationRules;

namespace Outrigger.Discovery.Clusters;

/// <summary>
/// Decides how a cluster's endpoints are spoken to: as its DestinationRule says, or else by mutual TLS where the
/// endpoint's workload takes it and in clear text where it does not.
/// </summary>
internal static class ClusterTransport
{
    /// <summary>The endpoints' metadata that transports are chosen by.</summary>
    public const string MatchMetadata = "envoy.transport_socket_match";

    private const string TlsMode = "tlsMode";

    /// <summary>What the metadata of an endpoint says that takes mutual TLS.</summary>
    public static Struct MutualTlsLabels() => new() { Fields = { [TlsMode] = Value.ForString("istio") } };

    /// <summary>Sets the transport of one cluster.</summary>
    public static void Apply(
        Cluster cluster, MeshSnapshot snapshot, ProxyNode proxy, MeshService service, MeshServicePort port,
        Subset? subset, EffectivePolicy policy)
    {
        // gRPC clients have certificate providers of their own, which this mesh does not configure.
        if (proxy.Type == ProxyType.GrpcClient) return;
        var serverName = ClusterName.ServerName(port.Number, subset?.Name ?? "", service.Host);
        switch (policy.Tls)
        {
            case null:
                Automatic(cluster, snapshot, proxy, service, port, serverName);
                break;
            case { Mode: ClientTlsMode.IstioMutual } tls:
                var names = tls.SubjectAltNames.Count > 0 ? tls.SubjectAltNames : NamesOf(snapshot, service);
                cluster.TransportSocket = MeshClientTls.Socket(
                    snapshot.Options, string.IsNullOrEmpty(tls.Sni) ? serverName : tls.Sni, names, port.Protocol);
                AddExchange(cluster, port);
                break;
            case { Mode: ClientTlsMode.Simple or ClientTlsMode.Mutual } tls:
                OriginatedTls.Apply(cluster, snapshot.Options, service, port, tls);
                break;
        }
    }

    private static void Automatic(
        Cluster cluster, MeshSnapshot snapshot, ProxyNode proxy, MeshService service, MeshServicePort port,
        string serverName)
    {
        // Without an identity there is nothing to show to a server, which lets such clients in as it lets in others.
        if (!snapshot.Options.AutoMtls || service.IsExternal || proxy.VerifiedIdentity is null) return;
        var socket = MeshClientTls.Socket(
            snapshot.Options, serverName, NamesOf(snapshot, service), port.Protocol);
        AddExchange(cluster, port);
        if (cluster.Type == Cluster.Types.DiscoveryType.OriginalDst)
        {
            // The client has chosen the address, of which nothing more is known, so all of them must take it.
            if (snapshot.Endpoints.AllTakeMutualTls(service, port.Number)) cluster.TransportSocket = socket;
            return;
        }
        cluster.TransportSocketMatches.Add(new Cluster.Types.TransportSocketMatch
        {
            Name = "tlsMode-istio",
            Match = MutualTlsLabels(),
            TransportSocket = socket,
        });
        cluster.TransportSocketMatches.Add(new Cluster.Types.TransportSocketMatch
        {
            Name = "tlsMode-disabled",
            Match = new Struct(),
            TransportSocket = TransportSockets.Raw(),
        });
    }

    /// <summary>Ahead of bytes, sidecars tell each other whose workload they serve.</summary>
    private static void AddExchange(Cluster cluster, MeshServicePort port)
    {
        if (!port.Protocol.IsHttp()) cluster.Filters.Add(PeerMetadataFilters.OfClusters());
    }

    /// <summary>Names that a service's certificates may have: its workloads', in every trust domain.</summary>
    private static List<string> NamesOf(MeshSnapshot snapshot, MeshService service) =>
    [
        .. service.SubjectAltNames,
        .. from domain in InboundTls.TrustDomainsOf(snapshot.Options)
           from identity in snapshot.Endpoints.IdentitiesOf(service)
           select $"spiffe://{domain}{identity}",
    ];
}
