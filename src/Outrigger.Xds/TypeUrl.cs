using Google.Protobuf.Reflection;
using Outrigger.Xds.Contract.Schema;

namespace Outrigger.Xds;

/// <summary>
/// The type of an xDS resource, as in <c>Any.type_url</c> and <c>DiscoveryRequest.type_url</c>. Every type is
/// an independent logical stream with its own version, nonces and subscription (xDS protocol, "Aggregated
/// Discovery Service").
/// </summary>
/// <param name="Value">
/// The full URL, for example <c>type.googleapis.com/envoy.config.cluster.v3.Cluster</c>.
/// </param>
public readonly record struct TypeUrl(string Value)
{
    private const string Prefix = "type.googleapis.com/";

    /// <summary>Clusters (CDS).</summary>
    public static readonly TypeUrl Cluster = new(Prefix + "envoy.config.cluster.v3.Cluster");

    /// <summary>The endpoints of clusters (EDS).</summary>
    public static readonly TypeUrl ClusterLoadAssignment =
        new(Prefix + "envoy.config.endpoint.v3.ClusterLoadAssignment");

    /// <summary>Listeners (LDS).</summary>
    public static readonly TypeUrl Listener = new(Prefix + "envoy.config.listener.v3.Listener");

    /// <summary>Route tables (RDS).</summary>
    public static readonly TypeUrl RouteConfiguration =
        new(Prefix + "envoy.config.route.v3.RouteConfiguration");

    /// <summary>Certificates and trust bundles (SDS).</summary>
    public static readonly TypeUrl Secret =
        new(Prefix + "envoy.extensions.transport_sockets.tls.v3.Secret");

    /// <summary>
    /// The wrapper that gives a resource in a state-of-the-world response a name and a lifetime.
    /// </summary>
    internal static readonly TypeUrl WrappedResource = new(Prefix + "envoy.service.discovery.v3.Resource");

    /// <summary>The type of a protobuf message.</summary>
    /// <param name="schema">The message's schema.</param>
    public static TypeUrl Of(MessageSchema schema) => new(Prefix + schema.FullName);

    /// <summary>The type of a protobuf message.</summary>
    /// <param name="descriptor">The message's descriptor.</param>
    public static TypeUrl Of(MessageDescriptor descriptor) => new(Prefix + descriptor.FullName);

    /// <summary>
    /// Whether a response carries the whole state in the state-of-the-world variant: an absent resource is
    /// deleted. True for listeners and clusters only; other types may arrive piecemeal.
    /// </summary>
    public bool IsFullState => this == Cluster || this == Listener;

    /// <summary>
    /// Whether a first request without names subscribes to everything. Listeners and clusters only: for other
    /// types it subscribes to nothing (as Envoy and istiod hold it).
    /// </summary>
    public bool HasLegacyWildcard => IsFullState;

    /// <summary>
    /// The field's short name (CDS, EDS, LDS, RDS, SDS), or the message's name for other types.
    /// </summary>
    public string ShortName =>
        this == Cluster ? "CDS"
        : this == ClusterLoadAssignment ? "EDS"
        : this == Listener ? "LDS"
        : this == RouteConfiguration ? "RDS"
        : this == Secret ? "SDS"
        : (Value ?? "")[((Value ?? "").LastIndexOf('.') + 1)..];

    /// <inheritdoc/>
    public override string ToString() => ShortName;
}
