namespace Outrigger.Proxy.Configuration;

/// <summary>
/// Extensions that istiod puts into every chain without marking them optional, and that change nothing about
/// plain-text traffic: they are accepted without effect. What is lost are Istio's own metrics.
/// </summary>
internal static class NoOpExtensions
{
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "stats.PluginConfig",
        "io.istio.http.peer_metadata.Config",
        "envoy.tcp.metadataexchange.config.MetadataExchange",
        "istio.envoy.config.filter.http.alpn.v2alpha1.FilterConfig",
    };

    /// <summary>Whether an extension of this type may be left out.</summary>
    public static bool Contains(string typeName) => Types.Contains(typeName);
}
