using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Outrigger.Routing.MetadataValues;

/// <summary>Reads JSON as a <see cref="MetadataValue"/>.</summary>
public static class MetadataJson
{
    /// <summary>How deep values may be nested.</summary>
    public const int DepthMax = 32;

    private static readonly JsonReaderOptions s_options = new()
    {
        MaxDepth = DepthMax,
        CommentHandling = JsonCommentHandling.Disallow,
        AllowTrailingCommas = false,
    };

    /// <summary>
    /// Reads one JSON value (RFC 8259). Refused are text around it, names that occur twice in one object (two
    /// readers could take different ones), nesting deeper than <see cref="DepthMax"/>, and invalid UTF-8.
    /// </summary>
    /// <param name="utf8">The JSON text.</param>
    /// <param name="value">The value; null when it was refused.</param>
    /// <returns>Whether it was read.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out MetadataValue? value)
    {
        value = null;
        if (!System.Text.Unicode.Utf8.IsValid(utf8))
        {
            return false;
        }

        var reader = new Utf8JsonReader(utf8, s_options);
        try
        {
            // The reader throws at what is no JSON, also when it is asked for what follows the value.
            value = reader.Read() ? Read(ref reader) : null;
            return value is not null && !reader.Read();
        }
        catch (Exception mistake) when (mistake is JsonException or InvalidOperationException or FormatException)
        {
            value = null;
            return false;
        }
    }

    private static MetadataValue? Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => MetadataValue.True,
        JsonTokenType.False => MetadataValue.False,
        JsonTokenType.Null => MetadataValue.Null,
        JsonTokenType.Number => MetadataValue.Of(reader.GetDouble()),
        JsonTokenType.String => MetadataValue.Of(reader.GetString()!),
        JsonTokenType.StartArray => ReadList(ref reader),
        JsonTokenType.StartObject => ReadStruct(ref reader),
        _ => null,
    };

    private static MetadataValue? ReadList(ref Utf8JsonReader reader)
    {
        var items = new List<MetadataValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Read(ref reader) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        return MetadataValue.List([.. items]);
    }

    private static MetadataValue? ReadStruct(ref Utf8JsonReader reader)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var members = new List<MetadataMember>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!names.Add(name) || !reader.Read() || Read(ref reader) is not { } item)
            {
                return null;
            }

            members.Add(new MetadataMember(name, item));
        }

        return MetadataValue.Struct(members);
    }
}
