namespace Outrigger.Resources;

/// <summary>
/// The identity of an object. The API version is not part of it: versions are views of the same object.
/// </summary>
/// <param name="Kind">The kind's name, for example <c>VirtualService</c>.</param>
/// <param name="Namespace">The namespace; empty for kinds that have none.</param>
/// <param name="Name">The name, unique among objects of the kind in the namespace.</param>
public readonly record struct ResourceKey(
    string Kind, string Namespace, string Name) : IComparable<ResourceKey>
{
    /// <summary>The namespace of objects that name none.</summary>
    public const string DefaultNamespace = "default";

    /// <inheritdoc/>
    public int CompareTo(ResourceKey other)
    {
        int order = string.CompareOrdinal(Kind, other.Kind);
        if (order != 0) return order;
        order = string.CompareOrdinal(Namespace, other.Namespace);
        return order != 0 ? order : string.CompareOrdinal(Name, other.Name);
    }

    /// <summary>Whether <paramref name="left"/> sorts before <paramref name="right"/>.</summary>
    public static bool operator <(ResourceKey left, ResourceKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> sorts before <paramref name="right"/> or equals it.</summary>
    public static bool operator <=(ResourceKey left, ResourceKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> sorts after <paramref name="right"/>.</summary>
    public static bool operator >(ResourceKey left, ResourceKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> sorts after <paramref name="right"/> or equals it.</summary>
    public static bool operator >=(ResourceKey left, ResourceKey right) => left.CompareTo(right) >= 0;

    /// <summary>The form used in messages: <c>VirtualService default/reviews</c>.</summary>
    public override string ToString() =>
        Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
