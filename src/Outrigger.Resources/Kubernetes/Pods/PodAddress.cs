using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Pods;

/// <summary>One address of a pod.</summary>
[OpenRecord]
public sealed record PodAddress
{
    /// <summary>The address.</summary>
    public string? Ip { get; init; }
}
