using Outrigger.Routing.Authorization.Conditions;

namespace Outrigger.Routing.Authorization.Compilation;

/// <summary>Writes formulas into one array: a node first, then its parts.</summary>
internal sealed class FormulaWriter
{
    private readonly List<FormulaNode> _nodes = [];

    /// <summary>Where the next node will stand.</summary>
    public int Position => _nodes.Count;

    /// <summary>Opens a node that has parts.</summary>
    /// <returns>Its place, for <see cref="Close"/>.</returns>
    public int Open(FormulaKind kind)
    {
        _nodes.Add(new(kind, 0, 0));
        return _nodes.Count - 1;
    }

    /// <summary>Closes a node after its last part.</summary>
    public void Close(int place) => _nodes[place] = _nodes[place] with { End = _nodes.Count };

    /// <summary>Writes a node without parts.</summary>
    public void Write(FormulaKind kind, int condition = 0) => _nodes.Add(new(kind, _nodes.Count + 1, condition));

    /// <summary>All nodes.</summary>
    public FormulaNode[] Finish() => [.. _nodes];
}
