using Google.Protobuf.WellKnownTypes;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Tls;

namespace Outrigger.Proxy.Model;

/// <summary>TLS towards endpoints of a cluster.</summary>
internal sealed class UpstreamTlsModel : ITlsModel
{
    /// <summary>
    /// The place of OpenSSL's context. It is empty until all secrets have come: no connection is made
    /// meanwhile.
    /// </summary>
    public required TlsContextHolder Contexts { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<AwaitedSecret> AwaitedSecrets { get; init; }

    /// <summary>The server name that is asked for; empty for none.</summary>
    public string ServerName { get; init; } = "";

    /// <summary>
    /// Whether application protocols are configured; else those of the HTTP versions in use are offered.
    /// </summary>
    public bool HasApplicationProtocols { get; init; }

    /// <summary>
    /// Whether they are those of peers in an Istio mesh, which are told by them whether HTTP follows and which.
    /// </summary>
    public bool IsMesh { get; init; }
}

/// <summary>
/// The transport for the endpoints with certain metadata. Follows <c>Cluster.TransportSocketMatch</c>.
/// </summary>
/// <param name="Name">The name; for messages.</param>
/// <param name="Labels">
/// What the metadata <c>envoy.transport_socket_match</c> of an endpoint must have; empty for anything.
/// </param>
/// <param name="Tls">TLS, or null for plain bytes.</param>
internal sealed record TransportMatch(string Name, Struct Labels, UpstreamTlsModel? Tls)
{
    private const string MetadataName = "envoy.transport_socket_match";

    /// <summary>Whether an endpoint's metadata has all the labels.</summary>
    public bool IsFor(IReadOnlyDictionary<string, Struct>? metadata)
    {
        if (Labels.Fields.Count == 0)
        {
            return true;
        }

        if (metadata is null || !metadata.TryGetValue(MetadataName, out Struct? labels))
        {
            return false;
        }

        foreach ((string name, Value value) in Labels.Fields)
        {
            if (!labels.Fields.TryGetValue(name, out Value? found) || !found.Equals(value))
            {
                return false;
            }
        }

        return true;
    }
}
