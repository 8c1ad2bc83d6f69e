using System.Text;

namespace Outrigger.Resources;

/// <summary>
/// A finding about a text or an object: one sentence that says what was found and what was expected.
/// </summary>
public sealed record Diagnostic
{
    /// <summary>How much it matters.</summary>
    public required Severity Severity { get; init; }

    /// <summary>
    /// The kind of finding: <c>IST####</c> where Istio's analysis knows the same finding, else
    /// <c>OUT####</c>.
    /// </summary>
    public required string Code { get; init; }

    /// <summary>The sentence.</summary>
    public required string Message { get; init; }

    /// <summary>
    /// Where in the text; <see cref="SourcePosition.None"/> for objects that come from no text.
    /// </summary>
    public SourcePosition Position { get; init; } = SourcePosition.None;

    /// <summary>
    /// The field, for example <c>spec.http[0].route[1].weight</c>; empty for the document as a whole.
    /// </summary>
    public string Path { get; init; } = "";

    /// <summary>The object, where its kind and name could be read.</summary>
    public ResourceKey? Resource { get; init; }

    /// <summary>The file of <see cref="Position"/>.</summary>
    public string File => Position.File;

    /// <summary>The line of <see cref="Position"/>, from 1.</summary>
    public int Line => Position.Line;

    /// <summary>The column of <see cref="Position"/>, from 1.</summary>
    public int Column => Position.Column;

    /// <summary>One line: position, severity, code, object, field, sentence.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        string position = Position.ToString();
        if (position.Length > 0) text.Append(position).Append(": ");
        string severity = Severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "info",
        };
        text.Append(severity).Append(' ').Append(Code).Append(": ");
        if (Resource is { } resource) text.Append(resource).Append(": ");
        if (Path.Length > 0) text.Append(Path).Append(": ");
        return text.Append(Message).ToString();
    }
}
