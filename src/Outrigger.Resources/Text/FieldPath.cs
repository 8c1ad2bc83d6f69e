using System.Text;

namespace Outrigger.Resources.Text;

/// <summary>
/// Paths of fields as users read them: <c>spec.http[0].headers[end-user]</c>. Keys that are no plain words
/// stand in brackets, so that a path can be read back.
/// </summary>
internal static class FieldPath
{
    public static string Key(string path, string key)
    {
        if (!IsWord(key)) return $"{path}[{key}]";
        return path.Length == 0 ? key : $"{path}.{key}";
    }

    public static string Index(string path, int index) => $"{path}[{index}]";

    /// <summary>The parts of a path; indexes and bracketed keys without their brackets.</summary>
    public static IReadOnlyList<string> Split(string path)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (int i = 0; i < path.Length; i++)
        {
            char c = path[i];
            if (c is not ('.' or '['))
            {
                part.Append(c);
                continue;
            }

            if (part.Length > 0) parts.Add(part.ToString());
            part.Clear();
            if (c != '[') continue;
            int end = path.IndexOf(']', i);
            if (end < 0) end = path.Length;
            parts.Add(path[(i + 1)..end]);
            i = end;
        }

        if (part.Length > 0) parts.Add(part.ToString());
        return parts;
    }

    private static bool IsWord(string key) =>
        key.Length > 0
            && char.IsAsciiLetter(key[0])
            && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
