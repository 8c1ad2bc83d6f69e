namespace Outrigger.Xds.Server.Caching;

/// <summary>
/// Names a group of nodes that share one snapshot; a single node is a group of its own where nothing is
/// shared.
/// </summary>
/// <param name="Value">Any text that the control plane chooses.</param>
public readonly record struct NodeGroup(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value ?? "";
}
