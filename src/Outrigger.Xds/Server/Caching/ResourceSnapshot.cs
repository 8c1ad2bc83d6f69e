using System.Collections.Immutable;

namespace Outrigger.Xds.Server.Caching;

/// <summary>
/// What one group of nodes should run with: one <see cref="ResourceSet"/> per type, and the number of the
/// configuration that it was made from. Immutable.
/// </summary>
public sealed class ResourceSnapshot
{
    private readonly ImmutableDictionary<TypeUrl, ResourceSet> _sets;

    private ResourceSnapshot(long number, ImmutableDictionary<TypeUrl, ResourceSet> sets)
    {
        Number = number;
        _sets = sets;
    }

    /// <summary>
    /// The number of the configuration that this was made from, rising; it means nothing on the wire and
    /// serves <see cref="Status.ClientRegistry.WaitForSyncAsync"/> only.
    /// </summary>
    public long Number { get; }

    /// <summary>The types that have a set, be it empty.</summary>
    public IEnumerable<TypeUrl> Types => _sets.Keys;

    /// <summary>
    /// Groups resources by their types. Listeners, routes, clusters and endpoints are always known types.
    /// </summary>
    /// <param name="number">See <see cref="Number"/>.</param>
    /// <param name="resources">
    /// The resources; a later one of the same type and name replaces an earlier one.
    /// </param>
    public static ResourceSnapshot Create(long number, IEnumerable<NamedResource> resources)
    {
        var sets = ImmutableDictionary.CreateBuilder<TypeUrl, ResourceSet>();
        foreach (TypeUrl type in PushOrder.CoreTypes)
            sets[type] = ResourceSet.Empty;
        foreach (IGrouping<TypeUrl, NamedResource> group in resources.GroupBy(resource => resource.Type))
            sets[group.Key] = ResourceSet.Create(group);
        return new ResourceSnapshot(number, sets.ToImmutable());
    }

    /// <summary>The resources of a type, or null when this snapshot does not know the type at all.</summary>
    /// <param name="type">The type.</param>
    public ResourceSet? Find(TypeUrl type) => _sets.GetValueOrDefault(type);

    /// <summary>This snapshot with the resources of one type replaced.</summary>
    /// <param name="number">The new <see cref="Number"/>.</param>
    /// <param name="type">The type.</param>
    /// <param name="set">Its resources.</param>
    public ResourceSnapshot With(long number, TypeUrl type, ResourceSet set) =>
        new(number, _sets.SetItem(type, set));

    /// <summary>
    /// This snapshot, made to share with an earlier one every set of equal content, so that equality of
    /// content is equality of reference for whoever compares the two.
    /// </summary>
    internal ResourceSnapshot SharingWith(ResourceSnapshot earlier)
    {
        ImmutableDictionary<TypeUrl, ResourceSet> sets = _sets;
        foreach ((TypeUrl type, ResourceSet set) in _sets)
        {
            ResourceSet? old = earlier.Find(type);
            if (old is not null && old.Version == set.Version && old.Count == set.Count)
                sets = sets.SetItem(type, old);
        }

        return new ResourceSnapshot(Number, sets);
    }

    /// <summary>Whether both hold the same sets (after <see cref="SharingWith"/>).</summary>
    internal bool HasContentOf(ResourceSnapshot other) =>
        _sets.Count == other._sets.Count
        && _sets.All(entry => ReferenceEquals(entry.Value, other.Find(entry.Key)));
}
