using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Envoy.Config.Listener.V3;
using Envoy.Extensions.TransportSockets.Tls.V3;
using Outrigger.Discovery.Proxies;

namespace Outrigger.Discovery.Transport;

/// <summary>
/// Finds the secrets that a proxy's clusters and listeners refer to and that it may have. What no resource of its own
/// refers to, a proxy is not told, whoever asks.
/// </summary>
internal static class ServedSecrets
{
    public static IReadOnlyList<Secret> Of(
        MeshSnapshot snapshot, ProxyNode proxy, IEnumerable<Cluster> clusters, IEnumerable<Listener> listeners)
    {
        if (proxy.VerifiedIdentity is null) return [];
        var sockets = clusters.Select(cluster => cluster.TransportSocket)
            .Concat(listeners.SelectMany(listener => listener.FilterChains).Select(chain => chain.TransportSocket));
        return
        [
            .. sockets.OfType<TransportSocket>()
                .SelectMany(NamesIn)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(name => snapshot.Credentials.Find(proxy, name))
                .OfType<Secret>(),
        ];
    }

    private static IEnumerable<string> NamesIn(TransportSocket socket)
    {
        if (socket.TypedConfig.TryUnpack<DownstreamTlsContext>(out var downstream))
            return NamesIn(downstream.CommonTlsContext);
        return socket.TypedConfig.TryUnpack<UpstreamTlsContext>(out var upstream)
            ? NamesIn(upstream.CommonTlsContext)
            : [];
    }

    private static IEnumerable<string> NamesIn(CommonTlsContext context)
    {
        var references = context.TlsCertificateSdsSecretConfigs
            .Append(context.CombinedValidationContext?.ValidationContextSdsSecretConfig);
        return references.OfType<SdsSecretConfig>()
            .Where(reference => reference.SdsConfig?.Ads is not null)
            .Select(reference => reference.Name);
    }
}
