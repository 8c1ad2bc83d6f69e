namespace Outrigger.Routing.Actions;

/// <summary>
/// A cluster that a route table names. Every name occurs once per table, so that the proxy resolves it once,
/// and then by <see cref="Index"/> or by <see cref="Resolved"/>, never by name on the path of a request.
/// </summary>
public sealed class ClusterReference
{
    private object? _resolved;

    internal ClusterReference(string name, int index)
    {
        Name = name;
        Index = index;
    }

    /// <summary>The cluster's name.</summary>
    public string Name { get; }

    /// <summary>The place in <see cref="Routes.RouteTable.Clusters"/>, from 0.</summary>
    public int Index { get; }

    /// <summary>
    /// A slot for the owner of the table, such as its model of the cluster; this project never reads it. Any
    /// thread may write and read it, and a reader sees a completely built object.
    /// </summary>
    public object? Resolved
    {
        get => Volatile.Read(ref _resolved);
        set => Volatile.Write(ref _resolved, value);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
