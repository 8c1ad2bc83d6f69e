using Outrigger.Resources.Schema;
using Outrigger.Resources.Text;
using Outrigger.Resources.Validation;

namespace Outrigger.Resources.Reading;

/// <summary>Reads an object's metadata and holds its names and labels to Kubernetes' syntax.</summary>
internal static class MetadataReader
{
    private static readonly RecordSchema Schema = RecordSchema.Of(typeof(ObjectMeta));

    public static ObjectMeta? Read(SourceMapping root, ResourceKind kind, ReadingContext context)
    {
        SourceNode? node = root.Find("metadata");
        if (node is not SourceMapping mapping)
        {
            if (node is not null) context.Expected(node, "metadata", DiagnosticCodes.WrongType, "a mapping");
            else ReportMissing(root.FindEntry("metadata")?.Key ?? (SourceNode)root, "metadata", context);
            return null;
        }

        // The object is known by name from here on, so that every message can say which one is meant.
        string name = mapping.TextOf("name") ?? "";
        string spaceName = kind.IsNamespaced
            ? mapping.TextOf("namespace") ?? ResourceKey.DefaultNamespace
            : "";
        if (name.Length > 0) context.Resource = new ResourceKey(kind.Name, spaceName, name);
        var metadata = (ObjectMeta)RecordReader.Read(mapping, Schema, "metadata", context);
        CheckName(mapping, kind, context);
        CheckLabels(mapping, context);
        return metadata with { Namespace = kind.IsNamespaced ? spaceName : null };
    }

    private static void ReportMissing(SourceNode at, string path, ReadingContext context)
    {
        string field = path[(path.LastIndexOf('.') + 1)..];
        context.Error(at, path, DiagnosticCodes.MissingField, $"the required field \"{field}\" is missing");
    }

    private static void CheckName(SourceMapping metadata, ResourceKind kind, ReadingContext context)
    {
        SourceNode? name = metadata.Find("name");
        if (name is null) ReportMissing(metadata, "metadata.name", context);
        if (name is SourceScalar { Kind: ScalarKind.Text } text)
        {
            // Names of services and namespaces become parts of host names, so they are single labels.
            bool isLabel = kind.Name is "Service" or "Namespace";
            bool isValid = isLabel ? Names.IsDnsLabel(text.Text) : Names.IsDnsSubdomain(text.Text);
            string dots = isLabel ? "" : " and dots";
            string expected = $"a name of lower-case letters, digits, inner dashes{dots}";
            if (!isValid) context.Expected(text, "metadata.name", DiagnosticCodes.InvalidName, expected);
        }

        if (metadata.Find("namespace") is SourceScalar { Kind: ScalarKind.Text } space
            && !Names.IsDnsLabel(space.Text))
        {
            const string Expected = "a namespace of lower-case letters, digits and inner dashes";
            context.Expected(space, "metadata.namespace", DiagnosticCodes.InvalidName, Expected);
        }
    }

    private static void CheckLabels(SourceMapping metadata, ReadingContext context)
    {
        if (metadata.Find("labels") is not SourceMapping labels) return;
        foreach (SourceEntry label in labels.Entries)
        {
            string path = FieldPath.Key("metadata.labels", label.Key.Text);
            if (!Names.IsLabelKey(label.Key.Text))
            {
                const string Expected = "a label key such as app or example.com/app";
                context.Expected(label.Key, path, DiagnosticCodes.InvalidName, Expected);
            }
            else if (label.Value is SourceScalar { Kind: ScalarKind.Text } value
                && !Names.IsLabelValue(value.Text))
            {
                const string Expected =
                    "a label value of up to 63 letters, digits, dashes, underscores and dots";
                context.Expected(value, path, DiagnosticCodes.InvalidName, Expected);
            }
        }
    }
}
