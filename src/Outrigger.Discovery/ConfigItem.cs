using Outrigger.Resources;

namespace Outrigger.Discovery;

/// <summary>One accepted object of the configuration with its content typed.</summary>
/// <typeparam name="TSpec">The record of its kind's content.</typeparam>
/// <param name="Key">Kind, namespace and name.</param>
/// <param name="Meta">Its metadata.</param>
/// <param name="Spec">Its content.</param>
/// <param name="Status">Its status, or null.</param>
internal sealed record ConfigItem<TSpec>(ResourceKey Key, ObjectMeta Meta, TSpec Spec, object? Status = null)
{
    /// <summary>When it was created; objects without the time count as the oldest.</summary>
    public DateTimeOffset Created => Meta.CreationTimestamp ?? DateTimeOffset.MinValue;

    /// <summary>
    /// Istio's order of precedence between objects that speak of the same thing: the oldest first, then by
    /// name and namespace.
    /// </summary>
    public static int ByAge(ConfigItem<TSpec> left, ConfigItem<TSpec> right)
    {
        var order = left.Created.CompareTo(right.Created);
        if (order == 0) order = string.CompareOrdinal(left.Key.Name, right.Key.Name);
        return order != 0 ? order : string.CompareOrdinal(left.Key.Namespace, right.Key.Namespace);
    }
}
