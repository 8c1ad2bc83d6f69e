using Outrigger.Resources.Text;

namespace Outrigger.Resources.Reading;

/// <summary>
/// Lists of objects: <c>kind: List</c>, or a kind's own list such as <c>ServiceList</c>, as kubectl prints
/// them.
/// </summary>
internal static class ListReader
{
    private const string Suffix = "List";

    public static bool IsList(SourceMapping mapping)
    {
        string? kind = mapping.TextOf("kind");
        if (kind is null || !kind.EndsWith(Suffix, StringComparison.Ordinal)) return false;
        return kind == Suffix || ResourceKinds.Find(kind[..^Suffix.Length]) is not null;
    }

    public static IReadOnlyList<SourceNode> ItemsOf(SourceMapping list, string path, ReadingContext context)
    {
        if (list.TextOf("apiVersion") is null)
        {
            context.Error(
                list,
                "apiVersion",
                DiagnosticCodes.MissingField,
                "the required field \"apiVersion\" is missing");
        }

        foreach (SourceEntry entry in list.Entries)
        {
            if (entry.Key.Text is "apiVersion" or "kind" or "metadata" or "items") continue;
            string message =
                $"unknown field \"{entry.Key.Text}\", expected one of apiVersion, items, kind, metadata";
            context.Error(
                entry.Key, FieldPath.Key(path, entry.Key.Text), DiagnosticCodes.UnknownField, message);
        }

        SourceNode? items = list.Find("items");
        if (items is SourceSequence sequence) return sequence.Items;
        if (items is not null)
        {
            context.Expected(items, "items", DiagnosticCodes.WrongType, "a list of objects");
        }

        return [];
    }
}
