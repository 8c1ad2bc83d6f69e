using System.Text.Json;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Services;

/// <summary>Observed state of a Service.</summary>
[OpenRecord]
public sealed record ServiceStatus
{
    /// <summary>What the load balancer reports.</summary>
    public JsonElement? LoadBalancer { get; init; }
}
