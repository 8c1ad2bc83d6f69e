using System.Collections.Frozen;
using Outrigger.Resources;

namespace Outrigger.Config;

/// <summary>All objects in force at one moment, immutable.</summary>
public sealed class ConfigSnapshot
{
    private readonly FrozenDictionary<ResourceKey, ResourceObject> _byKey;
    private readonly FrozenDictionary<string, object> _listsByKind;

    /// <summary>
    /// A snapshot of the given objects; tests and tools make snapshots without a store this way.
    /// </summary>
    /// <exception cref="ArgumentException">Two objects have the same key.</exception>
    public ConfigSnapshot(
        long version, IEnumerable<ResourceObject> objects, IReadOnlyList<Diagnostic>? diagnostics = null)
    {
        Version = version;
        Diagnostics = diagnostics ?? [];
        All = [.. objects.OrderBy(resource => resource.Key)];
        _byKey = All.ToFrozenDictionary(resource => resource.Key);
        _listsByKind = All
            .GroupBy(resource => resource.Kind.Name)
            .ToFrozenDictionary(
                group => group.Key, group => TypedLists.Of([.. group]), StringComparer.Ordinal);
    }

    /// <summary>A snapshot without objects, of version 0.</summary>
    public static ConfigSnapshot Empty { get; } = new(0, []);

    /// <summary>Grows with every change of the store; equal versions mean equal content.</summary>
    public long Version { get; }

    /// <summary>All objects, ordered by kind, namespace and name.</summary>
    public IReadOnlyList<ResourceObject> All { get; }

    /// <summary>
    /// Findings about the sources: what could not be read, and what of it is kept from before.
    /// </summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>
    /// All objects whose content is a <typeparamref name="TSpec"/>, ordered by namespace and name.
    /// </summary>
    public IReadOnlyList<ResourceObject<TSpec>> List<TSpec>()
        where TSpec : class, IResourceSpec =>
        _listsByKind.TryGetValue(ResourceKinds.Of<TSpec>().Name, out object? list)
            ? (IReadOnlyList<ResourceObject<TSpec>>)list
            : [];

    /// <summary>
    /// The objects of one namespace whose content is a <typeparamref name="TSpec"/>, ordered by name.
    /// </summary>
    public IEnumerable<ResourceObject<TSpec>> List<TSpec>(string namespaceName)
        where TSpec : class, IResourceSpec =>
        List<TSpec>().Where(resource => resource.Namespace == namespaceName);

    /// <summary>All objects of a kind, ordered by namespace and name.</summary>
    public IReadOnlyList<ResourceObject> List(ResourceKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return _listsByKind.TryGetValue(kind.Name, out object? list)
            ? (IReadOnlyList<ResourceObject>)list
            : [];
    }

    /// <summary>The object of that namespace and name; null when there is none.</summary>
    public ResourceObject<TSpec>? Find<TSpec>(string namespaceName, string name)
        where TSpec : class, IResourceSpec
    {
        ResourceKind kind = ResourceKinds.Of<TSpec>();
        var key = new ResourceKey(kind.Name, kind.IsNamespaced ? namespaceName : "", name);
        return Find(key) as ResourceObject<TSpec>;
    }

    /// <summary>The object of that key; null when there is none.</summary>
    public ResourceObject? Find(ResourceKey key) => _byKey.GetValueOrDefault(key);
}
