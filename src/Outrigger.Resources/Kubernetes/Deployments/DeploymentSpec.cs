using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Deployments;

/// <summary>Replicas of a pod, kept running.</summary>
[OpenRecord]
public sealed record DeploymentSpec : IResourceSpec
{
    /// <summary>How many pods are wanted; 1 by default.</summary>
    [Range(Min = 0)]
    public int? Replicas { get; init; }

    /// <summary>Which pods belong to the deployment.</summary>
    [Required]
    public LabelSelector? Selector { get; init; }

    /// <summary>The pod to create.</summary>
    [Required]
    public PodTemplate? Template { get; init; }

    /// <summary>Seconds that a new pod must be ready before it counts as available.</summary>
    public int? MinReadySeconds { get; init; }

    /// <summary>Whether changes of the template wait.</summary>
    public bool? Paused { get; init; }
}
