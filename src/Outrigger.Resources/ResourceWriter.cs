using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Outrigger.Resources.Text;
using Outrigger.Resources.Writing;

namespace Outrigger.Resources;

/// <summary>
/// Writes objects as YAML or JSON as kubectl prints them. The content of an object that was read from a text
/// is written as it stood there, so fields that a record does not know survive.
/// </summary>
public static class ResourceWriter
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonWriterOptions Compact =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object as YAML, ending with a line feed.</summary>
    public static string ToYaml(ResourceObject resource)
    {
        using JsonDocument document = JsonDocument.Parse(ToUtf8(resource, Compact));
        return ToYaml(document.RootElement);
    }

    /// <summary>Any JSON value as YAML in the same style, ending with a line feed.</summary>
    public static string ToYaml(JsonElement value)
    {
        using var text = new StringWriter { NewLine = "\n" };
        YamlWriter.Write(value, text);
        return text.ToString();
    }

    /// <summary>Several objects as one YAML text of several documents.</summary>
    public static string ToYaml(IEnumerable<ResourceObject> resources) =>
        string.Join("---\n", resources.Select(ToYaml));

    /// <summary>The object as indented JSON, ending with a line feed.</summary>
    public static string ToJson(ResourceObject resource) =>
        Encoding.UTF8.GetString(ToUtf8(resource, Indented).Span) + "\n";

    /// <summary>Several objects as one JSON object of the kind <c>List</c>.</summary>
    public static string ToJsonList(IEnumerable<ResourceObject> resources)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Indented)) WriteList(resources, writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>Several objects as one YAML object of the kind <c>List</c>.</summary>
    public static string ToYamlList(IEnumerable<ResourceObject> resources)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact)) WriteList(resources, writer);
        using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory);
        return ToYaml(document.RootElement);
    }

    /// <summary>Writes the object as a JSON value.</summary>
    public static void WriteTo(ResourceObject resource, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("apiVersion", resource.ApiVersion);
        writer.WriteString("kind", resource.Kind.Name);
        writer.WritePropertyName("metadata");
        RecordWriter.Write(resource.Metadata, writer);
        WriteContent(resource, writer);
        if (resource.Status is { } status)
        {
            writer.WritePropertyName("status");
            RecordWriter.Write(status, writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>
    /// Whether two objects say the same: same kind and API version, labels, annotations, content and status.
    /// The bookkeeping of the store (uid, versions, times) does not count.
    /// </summary>
    public static bool AreEquivalent(ResourceObject left, ResourceObject right) =>
        left.Kind == right.Kind
        && left.ApiVersion == right.ApiVersion
        && SayOf(left).Span.SequenceEqual(SayOf(right).Span);

    /// <summary>Whether two objects have the same content, whatever their metadata and status.</summary>
    public static bool HaveEqualContent(ResourceObject left, ResourceObject right) =>
        left.Kind == right.Kind && ContentOf(left).Span.SequenceEqual(ContentOf(right).Span);

    private static ReadOnlyMemory<byte> SayOf(ResourceObject resource)
    {
        ObjectMeta metadata = resource.Metadata;
        var said = new ObjectMeta
        {
            Name = metadata.Name, Namespace = metadata.Namespace, Labels = metadata.Labels,
            Annotations = metadata.Annotations, OwnerReferences = metadata.OwnerReferences,
            Finalizers = metadata.Finalizers, DeletionTimestamp = metadata.DeletionTimestamp,
        };
        return ToUtf8(resource.WithMetadata(said), Compact);
    }

    private static ReadOnlyMemory<byte> ContentOf(ResourceObject resource)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            writer.WriteStartObject();
            WriteContent(resource, writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteList(IEnumerable<ResourceObject> resources, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("apiVersion", "v1");
        writer.WriteString("kind", "List");
        writer.WriteStartArray("items");
        foreach (ResourceObject resource in resources) WriteTo(resource, writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteContent(ResourceObject resource, Utf8JsonWriter writer)
    {
        if (resource.Kind.HasSpecKey)
        {
            writer.WritePropertyName("spec");
            if (resource.Source?.Root.Find("spec") is { } spec) SourceJson.Write(spec, writer);
            else RecordWriter.Write(resource.Content, writer);
        }
        else if (resource.Source is { } source)
        {
            IEnumerable<SourceEntry> own = source.Root.Entries
                .Where(entry => entry.Key.Text is not ("apiVersion" or "kind" or "metadata" or "status"));
            foreach (SourceEntry entry in own)
            {
                writer.WritePropertyName(entry.Key.Text);
                SourceJson.Write(entry.Value, writer);
            }
        }
        else
        {
            RecordWriter.WriteFields(resource.Content, writer);
        }
    }

    private static ReadOnlyMemory<byte> ToUtf8(ResourceObject resource, JsonWriterOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, options)) WriteTo(resource, writer);
        return buffer.WrittenMemory;
    }
}
