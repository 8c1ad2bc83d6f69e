namespace Outrigger.Proxy.Http.Filters;

/// <summary>
/// What one level of a routing table sets for filters, compiled. Immutable. Kept in
/// <see cref="Routing.Routes.FilterConfigs.Resolved"/>.
/// </summary>
/// <param name="settings">The settings by the filter's name.</param>
internal sealed class RouteFilterSettings(KeyValuePair<string, object>[] settings)
{
    /// <summary>The settings for a filter; null when there are none.</summary>
    /// <param name="filterName">The filter's name in the configuration.</param>
    public object? Find(string filterName)
    {
        foreach (var (name, value) in settings)
        {
            if (name == filterName)
                return value;
        }

        return null;
    }
}
