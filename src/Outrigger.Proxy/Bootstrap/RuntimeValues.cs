using System.Collections.Immutable;

namespace Outrigger.Proxy.Bootstrap;

/// <summary>The runtime values that this proxy acts upon; all of them limits on clients' connections.</summary>
internal sealed record RuntimeValues
{
    /// <summary>
    /// <c>overload.global_downstream_max_connections</c>: connections over all listeners; 0 = any number.
    /// </summary>
    public long DownstreamConnectionsMax { get; init; }

    /// <summary>
    /// <c>envoy.resource_limits.listener.NAME.connection_limit</c>, by the listener's name.
    /// </summary>
    public ImmutableDictionary<string, long> ListenerConnectionsMax { get; init; } =
        ImmutableDictionary<string, long>.Empty;
}
