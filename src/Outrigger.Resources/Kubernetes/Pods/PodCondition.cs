using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Pods;

/// <summary>One condition of a pod.</summary>
[OpenRecord]
public sealed record PodCondition
{
    /// <summary>What is being stated, for example <c>Ready</c>.</summary>
    [Required]
    public string? Type { get; init; }

    /// <summary><c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    [Required]
    public string? Status { get; init; }

    /// <summary>A short cause.</summary>
    public string? Reason { get; init; }

    /// <summary>A sentence for people.</summary>
    public string? Message { get; init; }

    /// <summary>When the status last changed.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }
}
