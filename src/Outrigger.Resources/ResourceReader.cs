using Outrigger.Resources.Reading;
using Outrigger.Resources.Text;

namespace Outrigger.Resources;

/// <summary>
/// Reads YAML or JSON text into objects, strictly: whatever the schema of a kind does not know is an error
/// with its place. Every document and list item stands for itself, so a fault in one leaves the others
/// readable. Never throws on account of the text.
/// </summary>
public static class ResourceReader
{
    /// <summary>The longest accepted text in characters.</summary>
    public const int TextLengthMax = 64 * 1024 * 1024;

    /// <summary>Reads all objects of a text.</summary>
    /// <param name="text">YAML with any number of documents, or one JSON value.</param>
    /// <param name="file">The name to show in messages; empty when the text comes from no file.</param>
    public static ReadResult Read(string text, string file = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        var collector = new ResultCollector(file);
        if (text.Length > TextLengthMax)
        {
            string message = $"found a text of {text.Length} characters, expected at most {TextLengthMax}";
            collector.Add(new TreeError(DiagnosticCodes.Syntax, 1, 1, message));
            return collector.ToResult();
        }

        text = text.TrimStart('\uFEFF');
        if (TryReadJson(text, file) is { } json)
        {
            collector.AddTree(json);
            return collector.ToResult();
        }

        foreach (DocumentText document in DocumentText.Split(text))
        {
            collector.AddTree(YamlTreeReader.Read(document));
        }

        return collector.ToResult();
    }

    private static TreeResult? TryReadJson(string text, string file)
    {
        bool isJsonFile = file.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        ReadOnlySpan<char> start = text.AsSpan().TrimStart();
        if (!isJsonFile && (start.IsEmpty || start[0] is not ('{' or '['))) return null;
        if (start.IsEmpty) return new TreeResult(null, []);
        TreeResult json = JsonTreeReader.Read(text);
        // YAML's own flow notation begins with a brace too, so a text that is no JSON may still be YAML.
        return json.Root is not null || isJsonFile ? json : null;
    }
}
