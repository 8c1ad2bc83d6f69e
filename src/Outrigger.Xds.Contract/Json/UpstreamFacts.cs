using System.Globalization;
using System.Reflection;
using Outrigger.Xds.Contract.Schema;

namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// Names that upstream's contract has and ours has not: the other fields of the messages that we hold, and
/// the top-level messages that we do not hold. With them a right configuration can be told from a mistyped
/// one.
/// </summary>
/// <remarks>
/// The table is the resource <c>known-fields.txt</c>, which a test makes from upstream's <c>.proto</c> files.
/// It is read when the first unknown name turns up, which in most processes is never.
/// </remarks>
internal static class UpstreamFacts
{
    private static readonly Lazy<Tables> Loaded = new(Load);

    /// <summary>The name of a field that only upstream has.</summary>
    /// <returns>The name, or null when upstream has no such field either.</returns>
    public static string? FieldName(string message, int number) =>
        Loaded.Value.Fields.GetValueOrDefault(message)?.FirstOrDefault(field => field.Number == number).Name;

    /// <summary>
    /// Finds a field that only upstream has, by its name in the <c>.proto</c> file or in JSON.
    /// </summary>
    public static bool TryFindField(string message, string name, out int number, out string protoName)
    {
        (number, protoName) = Loaded.Value.Fields.GetValueOrDefault(message)?.FirstOrDefault(
            field => field.Name == name || JsonNames.Of(field.Name) == name) ?? default;
        return number > 0;
    }

    /// <summary>Whether upstream has a message of that name that we have not.</summary>
    public static bool HasMessage(string fullName) => Loaded.Value.Messages.Contains(fullName);

    private static Tables Load()
    {
        var tables = new Tables([], new HashSet<string>(StringComparer.Ordinal));
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("known-fields.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            if (words[0] == "message")
            {
                tables.Fields[words[1]] = [.. words.Skip(2).Select(ParseField)];
            }
            else if (words[0] == "package")
            {
                tables.Messages.UnionWith(words.Skip(2).Select(name => $"{words[1]}.{name}"));
            }
        }

        return tables;
    }

    // A field is written number:name.
    private static (int Number, string Name) ParseField(string text)
    {
        int colon = text.IndexOf(':');
        return (int.Parse(text.AsSpan(0, colon), CultureInfo.InvariantCulture), text[(colon + 1)..]);
    }

    private sealed record Tables(
        Dictionary<string, (int Number, string Name)[]> Fields, HashSet<string> Messages);
}
