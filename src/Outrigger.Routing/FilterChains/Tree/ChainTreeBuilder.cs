using Outrigger.Routing.Compilation;
using Outrigger.Routing.Matching;

namespace Outrigger.Routing.FilterChains.Tree;

/// <summary>
/// Builds the tree of steps: at each level the chains are grouped by what they ask for. A level at which no
/// chain of a group asks for anything costs no step.
/// </summary>
internal sealed class ChainTreeBuilder(CompileContext context)
{
    private const int NodesMax = 1_000_000;

    private readonly HashSet<int> _reportedDuplicates = [];
    private int _nodeCount;

    internal ChainNode? Build(List<ChainConditions> chains) => Build(chains, ChainLevel.DestinationPort);

    private ChainNode? Build(List<ChainConditions> chains, ChainLevel level)
    {
        if (chains.Count == 0)
        {
            return null;
        }

        if (++_nodeCount > NodesMax)
        {
            ReportOnce(chains[0], $"the conditions of the chains combine to more than {NodesMax} cases");
            return null;
        }

        ChainLevel next = level + 1;
        switch (level)
        {
            case ChainLevel.DestinationPort:
                return BuildPorts(chains, chain => chain.DestinationPorts, next, isSource: false);
            case ChainLevel.DestinationAddress:
                return BuildPrefixes(chains, chain => chain.DestinationPrefixes, level);
            case ChainLevel.ServerName:
                return BuildNames(
                    chains, chain => chain.ServerNames, next, (table, any) => new ServerNameNode(table, any));
            case ChainLevel.TransportProtocol:
                return BuildNames(
                    chains,
                    chain => chain.TransportProtocols,
                    next,
                    (table, any) => new TransportProtocolNode(table, any));
            case ChainLevel.ApplicationProtocol:
                return BuildNames(
                    chains,
                    chain => chain.ApplicationProtocols,
                    next,
                    (table, any) => new ApplicationProtocolNode(table, any));
            case ChainLevel.DirectSourceAddress:
                return BuildPrefixes(chains, chain => chain.DirectSourcePrefixes, level);
            case ChainLevel.SourceType:
                return BuildSourceTypes(chains, next);
            case ChainLevel.SourceAddress:
                return BuildPrefixes(chains, chain => chain.SourcePrefixes, level);
            case ChainLevel.SourcePort:
                return BuildPorts(chains, chain => chain.SourcePorts, next, isSource: true);
            default:
                return BuildLeaf(chains);
        }
    }

    private ChainLeaf BuildLeaf(List<ChainConditions> chains)
    {
        for (int i = 1; i < chains.Count; i++)
        {
            ReportOnce(
                chains[i],
                $"some connections match filter_chains[{chains[0].ChainIndex}] just as well");
        }

        return new ChainLeaf(chains[0].ChainIndex);
    }

    private ChainNode? BuildPorts(
        List<ChainConditions> chains, Func<ChainConditions, ushort[]> keysOf, ChainLevel next, bool isSource)
    {
        Dictionary<ushort, ChainNode> children =
            BuildChildren(chains, keysOf, next, EqualityComparer<ushort>.Default, out ChainNode? any);
        return children.Count == 0 ? any : new PortNode(children, any, isSource);
    }

    private ChainNode? BuildPrefixes(
        List<ChainConditions> chains, Func<ChainConditions, CidrPrefix[]> keysOf, ChainLevel level)
    {
        Dictionary<CidrPrefix, ChainNode> children =
            BuildChildren(
                chains, keysOf, level + 1, EqualityComparer<CidrPrefix>.Default, out ChainNode? any);
        return children.Count == 0 ? any : new PrefixNode(children, any, level);
    }

    private ChainNode? BuildNames(
        List<ChainConditions> chains,
        Func<ChainConditions, byte[][]> keysOf,
        ChainLevel next,
        Func<ByteKeyTable<ChainNode>, ChainNode?, ChainNode> create)
    {
        Dictionary<byte[], ChainNode> children =
            BuildChildren(chains, keysOf, next, BytesComparer.Instance, out ChainNode? any);
        bool ignoreCase = next == ChainLevel.ServerName + 1;
        return children.Count == 0 ? any : create(new ByteKeyTable<ChainNode>(children, ignoreCase), any);
    }

    private ChainNode? BuildSourceTypes(List<ChainConditions> chains, ChainLevel next)
    {
        Dictionary<bool, ChainNode> children = BuildChildren(
            chains, chain => chain.IsLocalSource, next, EqualityComparer<bool>.Default, out ChainNode? any);
        return children.Count == 0
            ? any
            : new SourceTypeNode(children.GetValueOrDefault(true), children.GetValueOrDefault(false), any);
    }

    /// <summary>Groups the chains by key, and builds what is below each group.</summary>
    private Dictionary<TKey, ChainNode> BuildChildren<TKey>(
        List<ChainConditions> chains,
        Func<ChainConditions, TKey[]> keysOf,
        ChainLevel next,
        IEqualityComparer<TKey> comparer,
        out ChainNode? any)
        where TKey : notnull
    {
        var groups = new Dictionary<TKey, List<ChainConditions>>(comparer);
        var anyGroup = new List<ChainConditions>();
        foreach (ChainConditions chain in chains)
        {
            TKey[] keys = keysOf(chain);
            if (keys.Length == 0)
            {
                anyGroup.Add(chain);
            }

            foreach (TKey key in keys)
            {
                if (!groups.TryGetValue(key, out List<ChainConditions>? group))
                {
                    groups.Add(key, group = []);
                }

                group.Add(chain);
            }
        }

        any = Build(anyGroup, next);
        var children = new Dictionary<TKey, ChainNode>(groups.Count, comparer);
        foreach ((TKey key, List<ChainConditions> group) in groups)
        {
            if (Build(group, next) is { } child)
            {
                children.Add(key, child);
            }
        }

        return children;
    }

    private void ReportOnce(ChainConditions chain, string message)
    {
        if (_reportedDuplicates.Add(chain.ChainIndex))
        {
            context.Error(chain.Path, message);
        }
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>
    {
        internal static readonly BytesComparer Instance = new();

        public bool Equals(byte[]? left, byte[]? right) => left.AsSpan().SequenceEqual(right);

        public int GetHashCode(byte[] bytes)
        {
            var hash = new HashCode();
            hash.AddBytes(bytes);
            return hash.ToHashCode();
        }
    }
}
