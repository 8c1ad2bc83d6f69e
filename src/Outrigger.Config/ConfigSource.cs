namespace Outrigger.Config;

/// <summary>
/// One source of objects within a layer. Of two sources of a layer that have the same object, the one whose
/// name sorts last is in force.
/// </summary>
/// <param name="Layer">The layer.</param>
/// <param name="Name">A name, unique in the layer.</param>
public readonly record struct ConfigSource(ConfigLayer Layer, string Name) : IComparable<ConfigSource>
{
    /// <inheritdoc/>
    public int CompareTo(ConfigSource other)
    {
        int order = Layer.CompareTo(other.Layer);
        return order != 0 ? order : string.CompareOrdinal(Name, other.Name);
    }

    /// <summary>Whether <paramref name="left"/> comes below <paramref name="right"/>.</summary>
    public static bool operator <(ConfigSource left, ConfigSource right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes below <paramref name="right"/> or equals it.</summary>
    public static bool operator <=(ConfigSource left, ConfigSource right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> comes above <paramref name="right"/>.</summary>
    public static bool operator >(ConfigSource left, ConfigSource right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> comes above <paramref name="right"/> or equals it.</summary>
    public static bool operator >=(ConfigSource left, ConfigSource right) => left.CompareTo(right) >= 0;
}
