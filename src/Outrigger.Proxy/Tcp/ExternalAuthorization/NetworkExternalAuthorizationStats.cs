using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tcp.ExternalAuthorization;

/// <summary>
/// What the filter counts, under the names that Envoy's documentation gives (<c>ext_authz.&lt;prefix&gt;.*</c>).
/// </summary>
/// <param name="registry">Where the numbers are kept.</param>
/// <param name="statPrefix">The filter's <c>stat_prefix</c>.</param>
internal sealed class NetworkExternalAuthorizationStats(StatsRegistry registry, string statPrefix)
{
    private readonly string _scope = $"ext_authz.{statPrefix.TrimEnd('.')}.";

    /// <summary>Connections that were asked about.</summary>
    public SharedStat Total => field ??= registry.Counter(_scope + "total");

    /// <summary>Connections that are being asked about.</summary>
    public SharedStat Active => field ??= registry.Gauge(_scope + "active");

    /// <summary>Connections that may be served.</summary>
    public SharedStat Ok => field ??= registry.Counter(_scope + "ok");

    /// <summary>Connections that may not.</summary>
    public SharedStat Denied => field ??= registry.Counter(_scope + "denied");

    /// <summary>Connections of which the service did not say.</summary>
    public SharedStat Error => field ??= registry.Counter(_scope + "error");

    /// <summary>Those of them that were served all the same.</summary>
    public SharedStat FailureModeAllowed => field ??= registry.Counter(_scope + "failure_mode_allowed");

    /// <summary>Connections that were not asked about.</summary>
    public SharedStat Disabled => field ??= registry.Counter(_scope + "disabled");

    /// <summary>Connections that were closed.</summary>
    public SharedStat CxClosed => field ??= registry.Counter(_scope + "cx_closed");
}
