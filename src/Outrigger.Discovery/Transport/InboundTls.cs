using Envoy.Config.Core.V3;
using Envoy.Extensions.TransportSockets.Tls.V3;

namespace Outrigger.Discovery.Transport;

/// <summary>Mutual TLS with the clients of a sidecar, or of a gateway that speaks it with workloads.</summary>
internal static class InboundTls
{
    /// <summary>
    /// The transport of a chain. A client must show a certificate of the mesh's trust domain, or of an alias of it; who
    /// exactly it may be, authorization policies say.
    /// </summary>
    /// <param name="options">What the whole mesh has in common.</param>
    /// <param name="names">Names of which the client's certificate must have one; any of the mesh if empty.</param>
    /// <param name="exchangesMetadata">Whether the chain exchanges metadata ahead of bytes.</param>
    public static TransportSocket Socket(
        MeshOptions options, IReadOnlyList<string>? names = null, bool exchangesMetadata = false)
    {
        var matchers = names is { Count: > 0 }
            ? names.Select(TransportSockets.Exactly)
            : TrustDomainsOf(options).Select(domain => TransportSockets.UriPrefix($"spiffe://{domain}/"));
        var common = TransportSockets.OfMesh(options, matchers);
        common.AlpnProtocols.Add(exchangesMetadata ? ApplicationProtocols.ServerBytes : ApplicationProtocols.Server);
        return TransportSockets.Of(new DownstreamTlsContext
        {
            CommonTlsContext = common,
            RequireClientCertificate = true,
        });
    }

    /// <summary>The trust domain and its aliases, each once.</summary>
    public static IEnumerable<string> TrustDomainsOf(MeshOptions options) =>
        options.TrustDomainAliases.Prepend(options.TrustDomain).Distinct(StringComparer.Ordinal);
}
