using System.Collections.Immutable;
using Outrigger.Proxy.Stats;
using Outrigger.Routing.FilterChains;

namespace Outrigger.Proxy.Model;

/// <summary>
/// Towards the workload or away from it. Follows <c>envoy.config.core.v3.TrafficDirection</c>.
/// </summary>
internal enum TrafficDirection : byte
{
    /// <summary>Not said.</summary>
    Unspecified,

    /// <summary>Towards the workload.</summary>
    Inbound,

    /// <summary>Away from the workload.</summary>
    Outbound,
}

/// <summary>One listener, compiled. Immutable; a change makes a new model.</summary>
internal sealed class ListenerModel
{
    /// <summary>The unique name.</summary>
    public required string Name { get; init; }

    /// <summary>The addresses that are listened on, at least one; all have the same filter chains.</summary>
    public required ImmutableArray<NetworkAddress> Addresses { get; init; }

    /// <summary>
    /// Whether it has sockets of its own; without, it takes connections that another listener hands over.
    /// </summary>
    public bool BindsToPort { get; init; } = true;

    /// <summary>
    /// Whether connections are handed to the listener that has their original destination as its address.
    /// </summary>
    public bool UsesOriginalDestination { get; init; }

    /// <summary>Whether every worker has a socket of its own (<c>SO_REUSEPORT</c>).</summary>
    public bool ReusesPort { get; init; } = true;

    /// <summary>
    /// Whether the socket is bound to addresses that are not the machine's (<c>IP_TRANSPARENT</c>).
    /// </summary>
    public bool IsTransparent { get; init; }

    /// <summary>
    /// Whether the addresses need not be the machine's yet (<c>IP_FREEBIND</c>).
    /// </summary>
    public bool IsFreeBind { get; init; }

    /// <summary>How many connections are accepted before other work has its turn; 0 = the usual.</summary>
    public int AcceptsPerEventMax { get; init; }

    /// <summary>How many connections the kernel keeps waiting; 0 = the kernel's maximum.</summary>
    public int BacklogSize { get; init; }

    /// <summary>How many bytes may wait on one connection before its peer is not read any more.</summary>
    public int ConnectionBufferLimitBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// Whether it accepts beyond the limit on all connections (<c>ignore_global_conn_limit</c>).
    /// </summary>
    public bool IgnoresGlobalConnectionLimit { get; init; }

    /// <summary>Whether it serves on under pressure (<c>bypass_overload_manager</c>).</summary>
    public bool BypassesOverloadManager { get; init; }

    /// <summary>What looks at a connection first, in the order of the configuration.</summary>
    public ImmutableArray<ListenerFilterModel> ListenerFilters { get; init; } = [];

    /// <summary>How long the listener filters may take, in milliseconds; 0 = for ever.</summary>
    public int ListenerFiltersTimeoutMs { get; init; } = 15_000;

    /// <summary>
    /// Whether a connection goes on with what is known when that time is over; else it is closed.
    /// </summary>
    public bool ContinuesOnListenerFiltersTimeout { get; init; }

    /// <summary>Towards the workload or away from it.</summary>
    public TrafficDirection Direction { get; init; }

    /// <summary>
    /// Whether it drains only when it is changed or removed, not when the whole program does.
    /// </summary>
    public bool DrainsOnlyWhenChanged { get; init; }

    /// <summary>
    /// The filter chains, in the order of the configuration. A chain that an update did not touch stays the
    /// same object: its connections go on, those of other chains drain.
    /// </summary>
    public required ImmutableArray<FilterChainModel> FilterChains { get; init; }

    /// <summary>Chooses among <see cref="FilterChains"/>, by index.</summary>
    public required FilterChainMatcher Matcher { get; init; }

    /// <summary>The chain of connections that no other chain takes, or null: they are closed.</summary>
    public FilterChainModel? DefaultFilterChain { get; init; }

    /// <summary>The listener's statistics.</summary>
    public required ListenerStats Stats { get; init; }

    /// <summary>
    /// Whether this listener can serve on the sockets of <paramref name="previous"/>; if not, new sockets are
    /// needed and the old ones are closed after the new ones accept.
    /// </summary>
    public bool SharesSocketsWith(ListenerModel previous) =>
        BindsToPort == previous.BindsToPort
        && ReusesPort == previous.ReusesPort
        && IsTransparent == previous.IsTransparent
        && IsFreeBind == previous.IsFreeBind
        && AcceptsPerEventMax == previous.AcceptsPerEventMax
        && BacklogSize == previous.BacklogSize
        && Addresses.AsSpan().SequenceEqual(previous.Addresses.AsSpan());

    /// <inheritdoc/>
    public override string ToString() => Name;
}
