namespace Outrigger.Xds.Contract.Json;

/// <summary>A place in a text file.</summary>
/// <param name="File">The file's name as the user gave it.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in characters, from 1.</param>
public readonly record struct DocumentPosition(string File, int Line, int Column)
{
    /// <summary>The place as editors understand it: <c>file:line:column</c>.</summary>
    /// <returns>The place as text.</returns>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
