using Outrigger.Net.Tasks;

namespace Outrigger.Proxy.Http.Filters;

/// <summary>
/// A filter of a connection manager before the router: looks at requests in the order of the configuration,
/// after their route was found and before anything is done with it, as Envoy's filters do. Compiled,
/// immutable, and used by all workers at once.
/// </summary>
/// <param name="name">
/// The name in the configuration, by which routes give it settings (<c>typed_per_filter_config</c>).
/// </param>
internal abstract class HttpFilterModel(string name)
{
    /// <summary>The name in the configuration.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it acts only on routes that enable it.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Whether <see cref="OnResponse"/> is called.</summary>
    public virtual bool SeesResponses => false;

    /// <summary>
    /// Decides about a request. Called on the worker's thread; in the steady state it allocates nothing.
    /// </summary>
    /// <param name="context">The request, and what is known of it.</param>
    public abstract FilterVerdict Decide(HttpFilterContext context);

    /// <summary>Decides after waiting; called only when <see cref="Decide"/> asked for it.</summary>
    /// <param name="context">The request, and what is known of it.</param>
    /// <returns>Anything but another wish to wait.</returns>
    public virtual LoopTask<FilterVerdict> WaitAsync(HttpFilterContext context) =>
        throw new InvalidOperationException($"The filter {Name} never waits.");

    /// <summary>Looks at the endpoint's response before the client gets it; its headers may be changed.</summary>
    /// <param name="context">The request and the response's head.</param>
    public virtual void OnResponse(HttpFilterContext context)
    {
        // Most filters look at requests only.
    }
}
