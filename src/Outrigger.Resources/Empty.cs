using System.Collections.ObjectModel;

namespace Outrigger.Resources;

/// <summary>Shared empty collections, the defaults of collection-valued fields.</summary>
internal static class Empty
{
    public static IReadOnlyDictionary<string, TValue> Map<TValue>() =>
        ReadOnlyDictionary<string, TValue>.Empty;
}
