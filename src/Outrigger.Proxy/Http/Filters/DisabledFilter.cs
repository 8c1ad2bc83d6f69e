namespace Outrigger.Proxy.Http.Filters;

/// <summary>Says that a filter does not act on a route (<c>envoy.config.route.v3.FilterConfig.disabled</c>).</summary>
internal sealed class DisabledFilter
{
    private DisabledFilter()
    {
    }

    /// <summary>The only one.</summary>
    public static DisabledFilter Instance { get; } = new();
}
