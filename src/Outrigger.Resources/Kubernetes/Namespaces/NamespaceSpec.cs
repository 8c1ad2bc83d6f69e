using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Namespaces;

/// <summary>What a namespace is asked to be.</summary>
[OpenRecord]
public sealed record NamespaceSpec : IResourceSpec
{
    /// <summary>What must be done before it may vanish.</summary>
    public IReadOnlyList<string> Finalizers { get; init; } = [];
}
