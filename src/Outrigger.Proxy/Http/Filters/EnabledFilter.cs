namespace Outrigger.Proxy.Http.Filters;

/// <summary>Says that a filter acts on a route as it is, although it is disabled elsewhere.</summary>
internal sealed class EnabledFilter
{
    private EnabledFilter()
    {
    }

    /// <summary>The only one.</summary>
    public static EnabledFilter Instance { get; } = new();
}
