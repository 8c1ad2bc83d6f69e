using System.Globalization;
using System.Text.Json;
using Outrigger.Cli.Output;
using Outrigger.Resources;

namespace Outrigger.Cli.Tables;

/// <summary>
/// Makes the table of the objects of a kind: name, what the kind is about, verdict and age.
/// </summary>
internal static class ObjectTable
{
    private const string KubernetesGroupEnd = ".k8s.io";

    /// <summary>The table.</summary>
    /// <param name="kind">The kind of all objects.</param>
    /// <param name="items">The objects as the API shows them.</param>
    /// <param name="isAcrossNamespaces">Whether a column must tell the namespace.</param>
    /// <param name="now">From when ages count.</param>
    public static TextTable Of(
        ResourceKind kind, IReadOnlyList<JsonElement> items, bool isAcrossNamespaces, DateTimeOffset now)
    {
        List<Column> columns =
        [
            new("NAME", item => item.Field("metadata.name").Text()),
            .. KindColumns.Of(kind),
        ];
        if (isAcrossNamespaces)
        {
            columns.Insert(0, new("NAMESPACE", item => item.Field("metadata.namespace").Text()));
        }

        if (IsJudged(kind)) columns.Add(new("VERDICT", VerdictOf));
        columns.Add(new("AGE", item => AgeOf(item, now)));
        var rows = items.Select(item => columns.Select(column => column.Cell(item)).ToList());
        return new TextTable([.. columns.Select(column => column.Heading)], [.. rows]);
    }

    /// <summary>
    /// Kubernetes' own kinds say what is; only the others ask for something that may be refused.
    /// </summary>
    private static bool IsJudged(ResourceKind kind) =>
        kind.Group is not ("" or "apps")
        && !kind.Group.EndsWith(KubernetesGroupEnd, StringComparison.Ordinal);

    private static string VerdictOf(JsonElement item)
    {
        var annotations = item.Field("metadata").Field("annotations");
        if (annotations.ValueKind != JsonValueKind.Object) return "";
        if (!annotations.TryGetProperty("outrigger.dev/verdict", out var verdict)) return "";
        return verdict.Text() is "acceptedWithWarnings" ? "warnings" : verdict.Text();
    }

    private static string AgeOf(JsonElement item, DateTimeOffset now)
    {
        var created = item.Field("metadata.creationTimestamp").Text();
        return DateTimeOffset.TryParse(created, CultureInfo.InvariantCulture, out var then)
            ? Age.Of(then, now)
            : "";
    }
}
