using Envoy.Config.Listener.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.FilterChains.Tree;

namespace Outrigger.Routing.FilterChains;

/// <summary>
/// Chooses the filter chain of a connection as Envoy does: by destination port, destination address, server
/// name, transport protocol, application protocol, direct source address, source type, source address and
/// source port, in this order. At each step the most specific value that fits is taken, and there is no way
/// back: when a later step finds nothing, the default chain is used, even if a less specific value earlier on
/// would have led to a chain. Immutable, and used by all workers at once without a lock.
/// </summary>
public sealed class FilterChainMatcher
{
    private readonly ChainNode? _root;
    private readonly int _defaultIndex;

    private FilterChainMatcher(ChainNode? root, int chainCount, bool hasDefaultChain)
    {
        _root = root;
        ChainCount = chainCount;
        _defaultIndex = hasDefaultChain ? chainCount : -1;
    }

    /// <summary>How many chains there are beside the default one.</summary>
    public int ChainCount { get; }

    /// <summary>Compiles the chains of one listener.</summary>
    /// <param name="chains">The chains; not kept.</param>
    /// <param name="hasDefaultChain">Whether the listener has a default chain.</param>
    public static FilterChainMatcherResult Compile(IReadOnlyList<FilterChain> chains, bool hasDefaultChain)
    {
        var context = new CompileContext(RoutingLimits.Default);
        var conditions = new List<ChainConditions>(chains.Count);
        for (int i = 0; i < chains.Count; i++)
        {
            FieldPath path = FieldPath.Root.Item("filter_chains", i).Field("filter_chain_match");
            conditions.Add(ChainConditions.Compile(i, chains[i].FilterChainMatch, path, context));
        }

        ChainNode? root = context.HasErrors ? null : new ChainTreeBuilder(context).Build(conditions);
        FilterChainMatcher? matcher =
            context.HasErrors ? null : new FilterChainMatcher(root, chains.Count, hasDefaultChain);
        return new(matcher, context.Errors, context.Unimplemented);
    }

    /// <summary>Chooses the chain of a connection. Allocates nothing.</summary>
    /// <param name="connection">What is known of the connection.</param>
    /// <returns>
    /// The place of the chain; <see cref="ChainCount"/> for the default chain; -1 when there is none, and the
    /// connection is to be closed.
    /// </returns>
    public int Match(in ConnectionDescription connection)
    {
        int index = _root?.Find(connection) ?? -1;
        return index >= 0 ? index : _defaultIndex;
    }
}
