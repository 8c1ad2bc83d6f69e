using System.Collections.Concurrent;
using System.Reflection;
using Outrigger.Resources.Schema;
using Outrigger.Resources.Text;
using Outrigger.Resources.Validation;

namespace Outrigger.Resources.Reading;

/// <summary>Reads one object: finds its kind, then its metadata, content and status.</summary>
internal static class ObjectReader
{
    private delegate ResourceObject Factory(
        ResourceKind kind,
        string apiVersion,
        ObjectMeta metadata,
        object content,
        object? status,
        SourceMap source,
        IReadOnlyList<Diagnostic> findings);

    // The content's type is known only at run time; everything else is generic over it.
    private static readonly ConcurrentDictionary<Type, Factory> Factories = new();

    private static readonly string[] CommonKeys = ["apiVersion", "kind", "metadata", "status"];

    /// <summary>
    /// The object; null, with findings, when it is none or of a kind that the mesh does not use.
    /// </summary>
    public static ResourceObject? Read(SourceNode node, string file, ReadingContext context)
    {
        if (node is not SourceMapping root)
        {
            context.Expected(
                node, "", DiagnosticCodes.NotAnObject, "an object with apiVersion, kind and metadata");
            return null;
        }

        (ResourceKind Kind, string ApiVersion)? found = KindReader.Read(root, context);
        if (found is not var (kind, apiVersion)) return null;
        ObjectMeta? metadata = MetadataReader.Read(root, kind, context);
        object? content = ReadContent(root, kind, context);
        object? status = ReadStatus(root, kind, context);
        if (metadata is null || content is null || context.HasErrors) return null;
        return Create(
            kind, apiVersion, metadata, content, status, new SourceMap(file, root), context.Diagnostics);
    }

    private static object? ReadContent(SourceMapping root, ResourceKind kind, ReadingContext context)
    {
        RecordSchema schema = RecordSchema.Of(kind.SpecType);
        if (schema.IsParsedOnly)
        {
            string message = $"the kind {kind} is accepted but not acted upon by this version of the mesh";
            context.Warn(root.FindEntry("kind")!.Value, "kind", DiagnosticCodes.ParsedOnly, message);
        }

        if (!kind.HasSpecKey) return RecordReader.Read(root, schema, "", context, CommonKeys);
        ReportUnknownKeys(root, context);
        SourceNode? spec = root.Find("spec");
        if (spec is SourceMapping mapping) return RecordReader.Read(mapping, schema, "spec", context);
        if (spec is not null)
        {
            context.Expected(spec, "spec", DiagnosticCodes.WrongType, "a mapping");
            return null;
        }

        if (!kind.IsSpecRequired) return Activator.CreateInstance(kind.SpecType);
        SourceNode at = root.FindEntry("spec")?.Key ?? (SourceNode)root;
        context.Error(at, "spec", DiagnosticCodes.MissingField, "the required field \"spec\" is missing");
        return null;
    }

    private static void ReportUnknownKeys(SourceMapping root, ReadingContext context)
    {
        string[] known = [.. CommonKeys, "spec"];
        foreach (SourceScalar key in root.Entries.Select(entry => entry.Key).Where(
            key => !known.Contains(key.Text)))
        {
            string end = Suggestion.For(key.Text, known) is { } suggestion
                ? $"; did you mean \"{suggestion}\"?"
                : ", expected one of apiVersion, kind, metadata, spec, status";
            string message = $"unknown field \"{SourceScalar.Shown(key.Text)}\"{end}";
            context.Error(key, FieldPath.Key("", key.Text), DiagnosticCodes.UnknownField, message);
        }
    }

    private static object? ReadStatus(SourceMapping root, ResourceKind kind, ReadingContext context)
    {
        SourceNode? status = root.Find("status");
        if (status is null || kind.StatusType is null) return null;
        if (status is SourceMapping mapping)
        {
            return RecordReader.Read(mapping, RecordSchema.Of(kind.StatusType), "status", context);
        }

        context.Expected(status, "status", DiagnosticCodes.WrongType, "a mapping");
        return null;
    }

    private static ResourceObject Create(
        ResourceKind kind,
        string apiVersion,
        ObjectMeta metadata,
        object content,
        object? status,
        SourceMap source,
        IReadOnlyList<Diagnostic> findings)
    {
        Factory factory = Factories.GetOrAdd(kind.SpecType, static type => typeof(ObjectReader)
            .GetMethod(nameof(CreateTyped), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type)
            .CreateDelegate<Factory>());
        return factory(kind, apiVersion, metadata, content, status, source, findings);
    }

    private static ResourceObject CreateTyped<TSpec>(
        ResourceKind kind,
        string apiVersion,
        ObjectMeta metadata,
        object content,
        object? status,
        SourceMap source,
        IReadOnlyList<Diagnostic> findings)
        where TSpec : class, IResourceSpec =>
        new ResourceObject<TSpec>(kind, apiVersion, metadata, (TSpec)content, status)
        {
            Source = source,
            Findings = [.. findings],
        };
}
