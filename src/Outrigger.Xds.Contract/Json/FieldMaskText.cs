using System.Text;

namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// The text of <c>google.protobuf.FieldMask</c> in protobuf's JSON mapping: paths in lowerCamelCase, joined
/// by commas.
/// </summary>
internal static class FieldMaskText
{
    /// <summary>Writes the paths, or answers false when one would not survive the way back.</summary>
    public static bool TryFormat(IEnumerable<string> paths, out string text)
    {
        text = string.Join(',', paths.Select(ToCamelCase));
        return TryParse(text, out List<string> back) && back.SequenceEqual(paths, StringComparer.Ordinal);
    }

    /// <summary>
    /// Reads the paths, or answers false when the text has an underscore, which no such text has.
    /// </summary>
    public static bool TryParse(string text, out List<string> paths)
    {
        paths = text.Length == 0 ? [] : [.. text.Split(',').Select(ToSnakeCase)];
        return !text.Contains('_', StringComparison.Ordinal);
    }

    private static string ToCamelCase(string path)
    {
        var text = new StringBuilder(path.Length);
        bool upper = false;
        foreach (char letter in path)
        {
            if (letter != '_')
            {
                text.Append(upper ? char.ToUpperInvariant(letter) : letter);
            }

            upper = letter == '_';
        }

        return text.ToString();
    }

    private static string ToSnakeCase(string path)
    {
        var text = new StringBuilder(path.Length + 4);
        foreach (char letter in path)
        {
            if (char.IsAsciiLetterUpper(letter))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
