namespace Outrigger.Xds.Contract.Json;

/// <summary>A part of a YAML or JSON document, and where it begins (line and column from 1).</summary>
internal abstract record DocumentNode(int Line, int Column)
{
    /// <summary>What the node is, for messages: "a list", "the number 5".</summary>
    public abstract string Description { get; }
}

/// <summary>A scalar.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Text">The text without quotes.</param>
/// <param name="Kind">What the text stands for.</param>
internal sealed record ScalarNode(int Line, int Column, string Text, ScalarKind Kind)
    : DocumentNode(Line, Column)
{
    private const int ShownLengthMax = 60;

    public override string Description => Kind switch
    {
        ScalarKind.Null => "nothing",
        ScalarKind.Boolean => $"the boolean {Text}",
        ScalarKind.Integer or ScalarKind.Real => $"the number {Text}",
        _ => $"the string \"{(Text.Length <= ShownLengthMax ? Text : Text[..ShownLengthMax] + "…")}\"",
    };
}

/// <summary>A list.</summary>
internal sealed record SequenceNode(int Line, int Column, IReadOnlyList<DocumentNode> Items)
    : DocumentNode(Line, Column)
{
    public override string Description => "a list";
}

/// <summary>A mapping, in the document's order; no two members have the same name.</summary>
internal sealed record MappingNode(int Line, int Column, IReadOnlyList<DocumentMember> Members)
    : DocumentNode(Line, Column)
{
    public override string Description => "a mapping";
}

/// <summary>One member of a mapping; the position is the name's.</summary>
internal readonly record struct DocumentMember(int Line, int Column, string Name, DocumentNode Value);
