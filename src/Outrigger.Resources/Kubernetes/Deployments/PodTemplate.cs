using Outrigger.Resources.Kubernetes.Pods;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Deployments;

/// <summary>The pod that a deployment creates.</summary>
[OpenRecord]
public sealed record PodTemplate
{
    /// <summary>Labels and annotations of the pods.</summary>
    public ObjectMeta? Metadata { get; init; }

    /// <summary>What runs in the pods.</summary>
    public PodSpec? Spec { get; init; }
}
