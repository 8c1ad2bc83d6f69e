using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// The counters of one subscription: <c>cluster_manager.cds.*</c>, <c>listener_manager.lds.*</c>.
/// </summary>
internal sealed class DiscoveryStats(StatsRegistry stats, string prefix)
{
    private readonly SharedStat _attempts = stats.Counter($"{prefix}.update_attempt");
    private readonly SharedStat _successes = stats.Counter($"{prefix}.update_success");
    private readonly SharedStat _rejections = stats.Counter($"{prefix}.update_rejected");
    private readonly SharedStat _failures = stats.Counter($"{prefix}.update_failure");
    private readonly SharedStat _fetchTimeouts = stats.Counter($"{prefix}.init_fetch_timeout");

    /// <summary>Counts an update that was accepted as a whole, or in which something was rejected.</summary>
    public void CountUpdate(bool isAccepted)
    {
        _attempts.Add();
        (isAccepted ? _successes : _rejections).Add();
    }

    /// <summary>Counts a lost connection.</summary>
    public void CountFailure()
    {
        _attempts.Add();
        _failures.Add();
    }

    /// <summary>Counts a wait that ended without an answer.</summary>
    public void CountFetchTimeout() => _fetchTimeouts.Add();
}
