using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Namespaces;

/// <summary>Observed state of a namespace.</summary>
[OpenRecord]
public sealed record NamespaceStatus
{
    /// <summary><c>Active</c> or <c>Terminating</c>.</summary>
    public string? Phase { get; init; }
}
