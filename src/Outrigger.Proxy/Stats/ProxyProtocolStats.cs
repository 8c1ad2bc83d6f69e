namespace Outrigger.Proxy.Stats;

/// <summary>
/// The statistics of a PROXY protocol listener filter, under the names that Envoy gives them. They are
/// counted once for each connection, and all workers share them.
/// </summary>
internal sealed class ProxyProtocolStats
{
    private readonly VersionStats[] _versions;

    /// <summary>Finds the counters.</summary>
    /// <param name="registry">Where they are kept.</param>
    /// <param name="statPrefix">The filter's <c>stat_prefix</c>; may be empty.</param>
    public ProxyProtocolStats(StatsRegistry registry, string statPrefix)
    {
        var prefix = statPrefix.Length == 0 ? "proxy_proto." : $"proxy_proto.{statPrefix}.";
        NotFoundAllowed = registry.Counter(prefix + "not_found_allowed");
        NotFoundDisallowed = registry.Counter(prefix + "not_found_disallowed");
        _versions = [new VersionStats(registry, prefix + "versions.v1."),
            new VersionStats(registry, prefix + "versions.v2.")];
    }

    /// <summary>Connections without a header that were served.</summary>
    public SharedStat NotFoundAllowed { get; }

    /// <summary>Connections without a header that were closed.</summary>
    public SharedStat NotFoundDisallowed { get; }

    /// <summary>The counters of one form.</summary>
    public VersionStats Of(ProxyProtocol.ProxyHeaderVersion version) => _versions[(int)version];

    /// <summary>The counters of one form.</summary>
    internal sealed class VersionStats(StatsRegistry registry, string prefix)
    {
        /// <summary>Headers that were read.</summary>
        public SharedStat Found { get; } = registry.Counter(prefix + "found");

        /// <summary>Connections closed because this form is not allowed.</summary>
        public SharedStat Disallowed { get; } = registry.Counter(prefix + "disallowed");

        /// <summary>Connections closed because the header is malformed.</summary>
        public SharedStat Error { get; } = registry.Counter(prefix + "error");
    }
}
