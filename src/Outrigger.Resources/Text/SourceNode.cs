namespace Outrigger.Resources.Text;

/// <summary>A node of a YAML or JSON text, with its place. Lines and columns count from 1.</summary>
internal abstract class SourceNode(int line, int column)
{
    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>What the node is, in words for messages: <c>the number 3</c>, <c>a list</c>.</summary>
    public abstract string Description { get; }
}
