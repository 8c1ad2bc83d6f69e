using System.Collections.Frozen;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace Outrigger.Routing.Routes;

/// <summary>
/// The settings that a level gives to HTTP filters (<c>typed_per_filter_config</c>), the more specific level
/// going before the wider one. Equal sets are one object, so a filter can translate each set once, when the
/// table is loaded.
/// </summary>
public sealed class FilterConfigs
{
    private readonly FrozenDictionary<string, Any> _byFilterName;

    private FilterConfigs(FrozenDictionary<string, Any> byFilterName)
    {
        _byFilterName = byFilterName;
    }

    /// <summary>No settings.</summary>
    public static FilterConfigs Empty { get; } = new(FrozenDictionary<string, Any>.Empty);

    /// <summary>The settings by the filter's name.</summary>
    public IReadOnlyDictionary<string, Any> ByFilterName => _byFilterName;

    /// <summary>
    /// The settings as the owner of the table translated them; null before that. Set once, before requests are
    /// routed by the table.
    /// </summary>
    public object? Resolved { get; set; }

    /// <summary>Lays a more specific level over this one.</summary>
    internal FilterConfigs With(MapField<string, Any> moreSpecific)
    {
        if (moreSpecific.Count == 0)
        {
            return this;
        }

        var merged = new Dictionary<string, Any>(_byFilterName, StringComparer.Ordinal);
        foreach ((string filter, Any config) in moreSpecific)
        {
            merged[filter] = config;
        }

        return new(merged.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
