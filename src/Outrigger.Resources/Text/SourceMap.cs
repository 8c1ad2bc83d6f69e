using System.Globalization;

namespace Outrigger.Resources.Text;

/// <summary>The text of one object as a tree, from which the place of any field can be told.</summary>
internal sealed class SourceMap(string file, SourceMapping root)
{
    public string File { get; } = file;

    public SourceMapping Root { get; } = root;

    public SourcePosition PositionOf(string path)
    {
        SourceNode at = Root;
        SourceNode shown = Root;
        foreach (string part in FieldPath.Split(path))
        {
            if (at is SourceMapping mapping && mapping.FindEntry(part) is { } entry)
            {
                shown = entry.Key;
                at = entry.Value;
            }
            else if (at is SourceSequence sequence
                && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                && index < sequence.Items.Count)
            {
                at = shown = sequence.Items[index];
            }
            else
            {
                break;
            }
        }

        return PositionOf(at is SourceScalar ? at : shown);
    }

    public SourcePosition PositionOf(SourceNode node) => new(File, node.Line, node.Column);
}
