namespace Outrigger.Resources.Text;

/// <summary>A list.</summary>
internal sealed class SourceSequence(
    int line, int column, IReadOnlyList<SourceNode> items) : SourceNode(line, column)
{
    public IReadOnlyList<SourceNode> Items { get; } = items;

    public override string Description => "a list";
}
