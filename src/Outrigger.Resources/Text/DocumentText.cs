namespace Outrigger.Resources.Text;

/// <summary>One document of a text.</summary>
/// <param name="Text">The document's lines, with the marker line that opens it.</param>
/// <param name="LineOffset">How many lines of the whole text come before it.</param>
internal sealed record DocumentText(string Text, int LineOffset)
{
    /// <summary>
    /// Splits a YAML text at its document markers. A line that begins with <c>---</c> or <c>...</c> is a
    /// marker wherever it stands (YAML 1.2 section 9.1.2), so a syntax error in one document cannot hide the
    /// next one.
    /// </summary>
    public static IReadOnlyList<DocumentText> Split(string text)
    {
        var documents = new List<DocumentText>();
        int start = 0;
        int startLine = 0;
        int line = 0;
        for (int at = 0; at < text.Length; line++)
        {
            int end = text.IndexOf('\n', at);
            int next = end < 0 ? text.Length : end + 1;
            bool opens = IsMarker(text, at, next, "---");
            bool closes = IsMarker(text, at, next, "...");
            bool splits = closes || (opens && !IsPreamble(text.AsSpan(start, at - start)));
            if (splits)
            {
                documents.Add(new DocumentText(text[start..at], startLine));
                start = closes ? next : at;
                startLine = closes ? line + 1 : line;
            }

            at = next;
        }

        if (start < text.Length) documents.Add(new DocumentText(text[start..], startLine));
        return documents;
    }

    /// <summary>
    /// Whether lines hold only directives (<c>%YAML</c>) and comments, which belong to what follows.
    /// </summary>
    private static bool IsPreamble(ReadOnlySpan<char> lines)
    {
        foreach (ReadOnlySpan<char> line in lines.EnumerateLines())
        {
            ReadOnlySpan<char> content = line.TrimStart();
            if (content.Length > 0 && content[0] != '#' && line[0] != '%') return false;
        }

        return true;
    }

    private static bool IsMarker(string text, int start, int end, string marker) =>
        string.CompareOrdinal(text, start, marker, 0, marker.Length) == 0
        && (end - start == marker.Length || char.IsWhiteSpace(text[start + marker.Length]));
}
