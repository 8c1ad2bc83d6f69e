namespace Outrigger.Proxy.Model;

/// <summary>
/// The stable place of a cluster name. Routes hold the slot, so that a request finds the cluster without a
/// look-up by name and a route may name a cluster that does not exist yet.
/// </summary>
/// <remarks>
/// Workers keep their own state in an array by <see cref="Index"/>. An index is used again after its slot is
/// gone: a worker therefore compares the slot itself too before it trusts its entry. The control side alone
/// writes <see cref="Current"/>.
/// </remarks>
internal sealed class ClusterSlot(string name, int index)
{
    private volatile ClusterModel? _current;

    /// <summary>The cluster's name.</summary>
    public string Name { get; } = name;

    /// <summary>A small number, dense among the slots that are in use.</summary>
    public int Index { get; } = index;

    /// <summary>The cluster as it is now, or null when no such cluster exists.</summary>
    public ClusterModel? Current
    {
        get => _current;
        set => _current = value;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
