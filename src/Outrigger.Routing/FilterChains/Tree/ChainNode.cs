namespace Outrigger.Routing.FilterChains.Tree;

/// <summary>One step of the choice of a filter chain.</summary>
internal abstract class ChainNode
{
    /// <summary>The chain that this step and those below it lead to; -1 for none.</summary>
    internal abstract int Find(in ConnectionDescription connection);
}

/// <summary>The end of the way.</summary>
internal sealed class ChainLeaf(int chainIndex) : ChainNode
{
    internal override int Find(in ConnectionDescription connection) => chainIndex;
}
