using System.Text.Json;

namespace Outrigger.Cli.Tables;

/// <summary>Reads fields of objects as the API shows them; what is not there reads as nothing.</summary>
internal static class JsonFields
{
    /// <summary>
    /// The value at a path of names, such as <c>spec.host</c>; <c>default</c> when it is not there.
    /// </summary>
    public static JsonElement Field(this JsonElement value, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object) return default;
            if (!value.TryGetProperty(name, out value)) return default;
        }

        return value;
    }

    /// <summary>A text, number or truth value as text; empty for anything else.</summary>
    public static string Text(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => "",
    };

    /// <summary>The items of a list; none for anything else.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    /// <summary>The number of items of a list, or of fields of an object.</summary>
    public static int Size(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength(),
        JsonValueKind.Object => value.GetPropertyCount(),
        _ => 0,
    };

    /// <summary>The texts of a list, with commas.</summary>
    public static string Joined(this JsonElement value) => string.Join(',', value.Items().Select(Text));

    /// <summary>The fields of an object as <c>key=value</c>, with commas.</summary>
    public static string Pairs(this JsonElement value) => value.ValueKind == JsonValueKind.Object
        ? string.Join(',', value.EnumerateObject().Select(field => $"{field.Name}={field.Value.Text()}"))
        : "";
}
