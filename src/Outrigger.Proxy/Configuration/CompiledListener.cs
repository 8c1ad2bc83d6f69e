using System.Collections.Immutable;
using Google.Protobuf;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Configuration;

/// <summary>A listener that was compiled, and the routing tables it needs.</summary>
internal sealed class CompiledListener
{
    /// <summary>The listener.</summary>
    public required ListenerModel Model { get; init; }

    /// <summary>
    /// Where its routing tables come from, also those of chains taken over from the version before.
    /// </summary>
    public required ImmutableArray<RouteSource> Routes { get; init; }

    /// <summary>
    /// The chains by their configuration, so that the next version can take over what did not change.
    /// </summary>
    public required IReadOnlyDictionary<ByteString, CompiledChain> Chains { get; init; }
}

/// <summary>A filter chain that was compiled, and the routing tables it needs.</summary>
/// <param name="Model">The chain.</param>
/// <param name="Routes">Where its routing tables come from.</param>
internal sealed record CompiledChain(FilterChainModel Model, ImmutableArray<RouteSource> Routes);
