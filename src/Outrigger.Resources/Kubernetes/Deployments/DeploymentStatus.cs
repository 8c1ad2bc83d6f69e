using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Deployments;

/// <summary>Observed state of a deployment.</summary>
[OpenRecord]
public sealed record DeploymentStatus
{
    /// <summary>The generation that this state is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>Pods that exist.</summary>
    public int? Replicas { get; init; }

    /// <summary>Pods of the present template.</summary>
    public int? UpdatedReplicas { get; init; }

    /// <summary>Pods that are ready.</summary>
    public int? ReadyReplicas { get; init; }

    /// <summary>Pods that have been ready for long enough.</summary>
    public int? AvailableReplicas { get; init; }

    /// <summary>Pods still missing.</summary>
    public int? UnavailableReplicas { get; init; }
}
