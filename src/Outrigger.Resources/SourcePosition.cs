namespace Outrigger.Resources;

/// <summary>A place in a text.</summary>
/// <param name="File">The file's name as it was given to the reader; empty when the text has none.</param>
/// <param name="Line">The line, from 1; 0 when unknown.</param>
/// <param name="Column">The column in characters, from 1; 0 when unknown.</param>
public readonly record struct SourcePosition(string File, int Line, int Column)
{
    /// <summary>The position of objects that come from no text.</summary>
    public static SourcePosition None { get; } = new("", 0, 0);

    /// <summary>The form that editors follow: <c>file:line:column</c>.</summary>
    public override string ToString() => (File.Length, Line) switch
    {
        (0, 0) => "",
        (_, 0) => File,
        (0, _) => $"{Line}:{Column}",
        _ => $"{File}:{Line}:{Column}",
    };
}
