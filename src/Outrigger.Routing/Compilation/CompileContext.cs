using Outrigger.Routing.Actions;

namespace Outrigger.Routing.Compilation;

/// <summary>
/// Gathers what the compilation of one resource finds out: every mistake, not only the first.
/// </summary>
internal sealed class CompileContext(RoutingLimits limits)
{
    private readonly List<ConfigurationError> _errors = [];
    private readonly List<UnimplementedField> _unimplemented = [];
    private readonly Dictionary<string, ClusterReference> _clusters = new(StringComparer.Ordinal);
    private readonly List<ClusterReference> _clustersInOrder = [];

    internal RoutingLimits Limits { get; } = limits;

    internal IReadOnlyList<ConfigurationError> Errors => _errors;

    internal IReadOnlyList<UnimplementedField> Unimplemented => _unimplemented;

    internal IReadOnlyList<ClusterReference> Clusters => _clustersInOrder;

    internal bool HasErrors => _errors.Count > 0;

    internal void Error(FieldPath path, string message) => _errors.Add(new(path.ToString(), message));

    internal void Ignored(FieldPath path, string consequence) =>
        _unimplemented.Add(new(path.ToString(), consequence));

    internal ClusterReference Cluster(string name)
    {
        if (!_clusters.TryGetValue(name, out ClusterReference? cluster))
        {
            cluster = new ClusterReference(name, _clustersInOrder.Count);
            _clusters.Add(name, cluster);
            _clustersInOrder.Add(cluster);
        }

        return cluster;
    }
}
