using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Http.Filters.ExternalAuthorization;

/// <summary>
/// What the filter counts, under the names that Envoy's documentation gives (<c>ext_authz.*</c>). All workers
/// count into the same numbers: a question to another process costs a thousand times more.
/// </summary>
/// <param name="registry">Where the numbers are kept.</param>
/// <param name="scope">What stands before the names.</param>
internal sealed class ExternalAuthorizationStats(StatsRegistry registry, ScopeName scope)
{
    /// <summary>Requests that may pass.</summary>
    public SharedStat Ok { get; } = registry.Counter(scope.Of("ok"));

    /// <summary>Requests that may not.</summary>
    public SharedStat Denied { get; } = registry.Counter(scope.Of("denied"));

    /// <summary>Requests of which the service did not say.</summary>
    public SharedStat Error { get; } = registry.Counter(scope.Of("error"));

    /// <summary>Those of them that passed all the same.</summary>
    public SharedStat FailureModeAllowed { get; } = registry.Counter(scope.Of("failure_mode_allowed"));

    /// <summary>Requests that were not asked about.</summary>
    public SharedStat Disabled { get; } = registry.Counter(scope.Of("disabled"));

    /// <summary>Requests that were refused because of changes that cannot be made.</summary>
    public SharedStat Invalid { get; } = registry.Counter(scope.Of("invalid"));
}
