namespace Outrigger.Resources.Text;

/// <summary>How far a block scalar's lines are indented, which its parsed value does not tell any more.</summary>
internal static class BlockIndent
{
    /// <summary>The count of columns before each line of a literal block.</summary>
    /// <param name="text">The text around it.</param>
    /// <param name="start">Where its indicator stands.</param>
    public static int Of(string text, int start)
    {
        int at = Math.Clamp(start, 0, text.Length);
        while (at < text.Length)
        {
            int lineEnd = text.IndexOf('\n', at);
            if (lineEnd < 0) return 0;
            at = lineEnd + 1;
            ReadOnlySpan<char> rest = text.AsSpan(at);
            int indent = rest.IndexOfAnyExcept(' ');
            if (indent >= 0 && rest[indent] is not ('\r' or '\n')) return indent;
        }

        return 0;
    }
}
