using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Dynamic;

/// <summary>One version of one listener on the control side. Guarded by the control gate.</summary>
/// <param name="raw">What it was made from.</param>
/// <param name="compiled">What was made.</param>
internal sealed class ListenerInstance(RawResource raw, CompiledListener compiled)
{
    /// <summary>What it was made from. The same bytes may come again under a newer version.</summary>
    public RawResource Raw { get; set; } = raw;

    /// <summary>What was made.</summary>
    public CompiledListener Compiled { get; } = compiled;

    /// <summary>The listener for the workers.</summary>
    public ListenerModel Model => Compiled.Model;

    /// <summary>The routing tables that are discovered for it.</summary>
    public IEnumerable<RouteSource> DiscoveredRoutes =>
        Compiled.Routes.Where(source => source.DiscoveredName is not null);

    /// <summary>The TLS of its filter chains.</summary>
    public IEnumerable<ITlsModel> Tls =>
        Model.FilterChains.Append(Model.DefaultFilterChain).Select(chain => chain?.Tls).OfType<ITlsModel>();
}

/// <summary>Everything that is known of one listener name. Guarded by the control gate.</summary>
/// <param name="name">The name.</param>
/// <param name="isStatic">Whether it stands in the bootstrap.</param>
internal sealed class ListenerEntry(string name, bool isStatic)
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it stands in the bootstrap; discovery does not touch it then.</summary>
    public bool IsStatic { get; } = isStatic;

    /// <summary>The version that serves, or null.</summary>
    public ListenerInstance? Active { get; set; }

    /// <summary>The accepted version that waits for its routing tables and secrets, or null.</summary>
    public ListenerInstance? Warming { get; set; }

    /// <summary>The last version if it was rejected, or null.</summary>
    public RejectedResource? Rejected { get; set; }

    /// <summary>The last accepted version.</summary>
    public ListenerInstance? Accepted => Warming ?? Active;

    /// <summary>The versions there are.</summary>
    public IEnumerable<ListenerInstance> Instances => new[] { Active, Warming }.OfType<ListenerInstance>();
}
