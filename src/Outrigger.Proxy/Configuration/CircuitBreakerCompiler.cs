using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Configuration;

/// <summary>Compiles <c>envoy.config.cluster.v3.CircuitBreakers</c>.</summary>
internal sealed class CircuitBreakerCompiler(CircuitBreakers? breakers, FieldPath path, CompileReport report)
{
    /// <summary>The limits of requests with default and with high priority.</summary>
    public (CircuitBreakerLimits Default, CircuitBreakerLimits High) Compile()
    {
        CircuitBreakerLimits defaults = CircuitBreakerLimits.Default;
        CircuitBreakerLimits high = CircuitBreakerLimits.Default;
        for (int i = 0; i < (breakers?.Thresholds.Count ?? 0); i++)
        {
            CircuitBreakers.Types.Thresholds thresholds = breakers!.Thresholds[i];
            CircuitBreakerLimits limits = Compile(thresholds, path.Item("thresholds", i));
            if (thresholds.Priority == RoutingPriority.High)
            {
                high = limits;
            }
            else
            {
                defaults = limits;
            }
        }

        report.Unimplemented(path, "per_host_thresholds", breakers is { PerHostThresholds.Count: > 0 });
        return (defaults, high);
    }

    private CircuitBreakerLimits Compile(
        CircuitBreakers.Types.Thresholds thresholds, FieldPath thresholdsPath)
    {
        report.Unimplemented(
            thresholdsPath, "retry_budget", thresholds.RetryBudget is not null, "max_retries is the limit");
        report.Unimplemented(
            thresholdsPath, "max_connection_pools", thresholds.MaxConnectionPools is not null);
        CircuitBreakerLimits unset = CircuitBreakerLimits.Default;
        return new CircuitBreakerLimits(
            thresholds.MaxConnections ?? unset.ConnectionsMax,
            thresholds.MaxPendingRequests ?? unset.PendingRequestsMax,
            thresholds.MaxRequests ?? unset.RequestsMax,
            thresholds.MaxRetries ?? unset.RetriesMax);
    }
}
