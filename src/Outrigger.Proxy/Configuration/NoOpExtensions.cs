namespace Outrigger.Proxy.Configuration;

/// <summary>
/// Extensions that istiod puts into every chain without marking them optional, and that change nothing about
/// traffic: they are accepted without effect. What is lost are Istio's own metrics. Of the filter for application
/// protocols nothing is lost: towards peers of the mesh they are always chosen as it would.
/// </summary>
internal static class NoOpExtensions
{
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "stats.PluginConfig",
        "istio.envoy.config.filter.http.alpn.v2alpha1.FilterConfig",
    };

    /// <summary>Whether an extension of this type may be left out.</summary>
    public static bool Contains(string typeName) => Types.Contains(typeName);
}
