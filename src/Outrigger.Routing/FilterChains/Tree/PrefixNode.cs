namespace Outrigger.Routing.FilterChains.Tree;

/// <summary>
/// The steps by destination, direct source and source address: the longest prefix is taken.
/// </summary>
internal sealed class PrefixNode : ChainNode
{
    private readonly (CidrPrefix Prefix, ChainNode Node)[] _longestFirst;
    private readonly ChainNode? _any;
    private readonly ChainLevel _level;

    internal PrefixNode(Dictionary<CidrPrefix, ChainNode> byPrefix, ChainNode? any, ChainLevel level)
    {
        _longestFirst =
            [.. byPrefix.OrderByDescending(pair => pair.Key.Length).Select(pair => (pair.Key, pair.Value))];
        _any = any;
        _level = level;
    }

    internal override int Find(in ConnectionDescription connection)
    {
        AddressValue address = _level switch
        {
            ChainLevel.DestinationAddress => connection.DestinationAddress,
            ChainLevel.DirectSourceAddress => connection.DirectSourceAddress,
            _ => connection.SourceAddress,
        };
        foreach ((CidrPrefix prefix, ChainNode node) in _longestFirst)
        {
            if (prefix.Contains(address))
            {
                return node.Find(connection);
            }
        }

        return _any?.Find(connection) ?? -1;
    }
}
