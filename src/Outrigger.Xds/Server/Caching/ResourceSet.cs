using System.Collections.Immutable;

namespace Outrigger.Xds.Server.Caching;

/// <summary>All resources of one type for one group of nodes, by name in ordinal order. Immutable.</summary>
public sealed class ResourceSet
{
    private readonly ImmutableSortedDictionary<string, NamedResource> _byName;

    private ResourceSet(ImmutableSortedDictionary<string, NamedResource> byName, ResourceVersion version)
    {
        _byName = byName;
        Version = version;
    }

    /// <summary>The set without resources.</summary>
    public static ResourceSet Empty { get; } = new(
        ImmutableSortedDictionary.Create<string, NamedResource>(StringComparer.Ordinal),
        ResourceVersion.Empty);

    /// <summary>The version of the whole set; equal for equal content.</summary>
    public ResourceVersion Version { get; }

    /// <summary>The number of resources.</summary>
    public int Count => _byName.Count;

    /// <summary>The resources in the order of their names.</summary>
    public IEnumerable<NamedResource> Resources => _byName.Values;

    /// <summary>Collects resources; a later one of the same name replaces an earlier one.</summary>
    /// <param name="resources">The resources, all of one type.</param>
    public static ResourceSet Create(IEnumerable<NamedResource> resources) => Empty.With(resources, []);

    /// <summary>The resource of that name, or null.</summary>
    /// <param name="name">The name.</param>
    public NamedResource? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Whether there is a resource of that name.</summary>
    /// <param name="name">The name.</param>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>
    /// This set with some resources added or replaced and others removed; this set itself when nothing
    /// differs. Costs time in proportion to the change, not to the set.
    /// </summary>
    /// <param name="changed">Resources to add or to replace.</param>
    /// <param name="removed">Names to remove; absent ones are ignored.</param>
    public ResourceSet With(IEnumerable<NamedResource> changed, IEnumerable<string> removed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        ArgumentNullException.ThrowIfNull(removed);
        ImmutableSortedDictionary<string, NamedResource>.Builder byName = _byName.ToBuilder();
        ResourceVersion version = Version;
        bool differs = false;
        foreach (string name in removed)
        {
            if (byName.TryGetValue(name, out NamedResource? old) && byName.Remove(name))
            {
                version = version.Without(old.Version);
                differs = true;
            }
        }

        foreach (NamedResource resource in changed)
        {
            if (byName.TryGetValue(resource.Name, out NamedResource? old))
            {
                if (old.Version == resource.Version)
                    continue;
                version = version.Without(old.Version);
            }

            byName[resource.Name] = resource;
            version = version.With(resource.Version);
            differs = true;
        }

        return differs ? new ResourceSet(byName.ToImmutable(), version) : this;
    }
}
