using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Pods;

/// <summary>Observed state of a pod.</summary>
[OpenRecord]
public sealed record PodStatus
{
    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Unknown</c>.</summary>
    public string? Phase { get; init; }

    /// <summary>The pod's address.</summary>
    public string? PodIP { get; init; }

    /// <summary>All addresses of the pod, at most one per family.</summary>
    public IReadOnlyList<PodAddress> PodIPs { get; init; } = [];

    /// <summary>The address of the pod's node.</summary>
    public string? HostIP { get; init; }

    /// <summary>Conditions, of which <c>Ready</c> decides about traffic.</summary>
    public IReadOnlyList<PodCondition> Conditions { get; init; } = [];

    /// <summary>State of every container.</summary>
    public IReadOnlyList<ContainerStatus> ContainerStatuses { get; init; } = [];

    /// <summary>When the pod was accepted by its node.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>A short cause of the present phase.</summary>
    public string? Reason { get; init; }

    /// <summary>A sentence about the present phase.</summary>
    public string? Message { get; init; }
}
