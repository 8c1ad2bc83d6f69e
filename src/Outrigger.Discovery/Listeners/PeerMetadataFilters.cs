using Envoy.Config.Listener.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Discovery.Generation;
using Udpa.Type.V1;
using ClusterFilter = Envoy.Config.Cluster.V3.Filter;

namespace Outrigger.Discovery.Listeners;

/// <summary>
/// The filters by which proxies of the mesh tell each other whose workload they serve, as Istio configures them. A
/// client is answered when it told, and endpoints outside the mesh are told nothing.
/// </summary>
internal static class PeerMetadataFilters
{
    private const string Name = "istio.metadata_exchange";
    private const string TypeUrl = "type.googleapis.com/io.istio.http.peer_metadata.Config";
    private const string ExchangeUrl = "type.googleapis.com/envoy.tcp.metadataexchange.config.MetadataExchange";

    /// <summary>For what comes into a workload.</summary>
    public static HttpFilter Inbound() => Of(
        ("downstream_discovery", Headers()), ("downstream_propagation", Headers()));

    /// <summary>For what leaves a workload or a gateway.</summary>
    public static HttpFilter Outbound() => Of(
        ("upstream_discovery", Headers()),
        ("upstream_propagation", Headers(("skip_external_clusters", Value.ForBool(true)))));

    /// <summary>For the connections of bytes that come into a workload.</summary>
    public static Filter OfBytes() => new() { Name = Name, TypedConfig = Exchange() };

    /// <summary>For the connections of bytes to a service.</summary>
    public static ClusterFilter OfClusters() => new() { Name = Name, TypedConfig = Exchange() };

    private static Any Exchange() => Pack.Any(new TypedStruct
    {
        TypeUrl = ExchangeUrl,
        Value = new Struct { Fields = { ["protocol"] = Value.ForString("istio-peer-exchange") } },
    });

    private static HttpFilter Of(params ReadOnlySpan<(string Field, Value Methods)> fields)
    {
        var config = new Struct();
        foreach (var (field, methods) in fields) config.Fields.Add(field, methods);
        return new HttpFilter
        {
            Name = Name,
            TypedConfig = Pack.Any(new TypedStruct { TypeUrl = TypeUrl, Value = config }),
        };
    }

    private static Value Headers(params ReadOnlySpan<(string Field, Value Value)> settings)
    {
        var headers = new Struct();
        foreach (var (field, value) in settings) headers.Fields.Add(field, value);
        var method = new Struct { Fields = { ["istio_headers"] = Value.ForStruct(headers) } };
        return Value.ForList(Value.ForStruct(method));
    }
}
