using System.Globalization;
using System.Reflection;
using System.Text;
using FieldType = Google.Protobuf.Reflection.FieldType;

namespace Outrigger.Xds.Contract.Schema;

/// <summary>
/// The resource <c>contract-schema.txt</c>, which a test makes from the generated descriptors: one line for
/// each message, map entry and enum. Lines are found by name now and read when they are needed: a proxy needs
/// a tenth of them.
/// </summary>
/// <remarks>
/// <c>message NAME FIELD …</c> and <c>entry NAME FIELD …</c>, where a field is <c>NUMBER:NAME:TYPE</c> with
/// <c>:repeated</c>, <c>:packed</c>, <c>:map</c>, <c>:optional</c> or <c>:oneof=NAME</c> behind it. The type is
/// a scalar's keyword, <c>.NAME</c> of a message or <c>=NAME</c> of an enum. <c>enum NAME VALUE=NUMBER …</c>.
/// </remarks>
internal sealed class SchemaText
{
    private readonly byte[] text;
    private readonly Dictionary<string, (int Start, int Length)> lines = new(StringComparer.Ordinal);

    public SchemaText()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("contract-schema.txt")!;
        text = new byte[stream.Length];
        stream.ReadExactly(text);
        AddLines();
    }

    /// <summary>The names of all messages, without the entries of maps.</summary>
    public List<string> MessageNames { get; } = [];

    /// <summary>Reads a message or a map's entry; null when there is none of that name.</summary>
    public MessageSchema? FindMessage(string fullName) =>
        WordsOf(fullName) is ["message" or "entry", _, .. string[] fields] words
            ? new MessageSchema(fullName, ParseFields(fields), isMapEntry: words[0] == "entry")
            : null;

    /// <summary>Reads an enum; null when there is none of that name.</summary>
    public EnumSchema? FindEnum(string fullName) =>
        WordsOf(fullName) is ["enum", _, .. string[] values]
            ? new EnumSchema(fullName, Array.ConvertAll(values, ParseValue))
            : null;

    private void AddLines()
    {
        int start = 0;
        while (text.AsSpan(start).IndexOf((byte)'\n') is var length and >= 0)
        {
            ReadOnlySpan<byte> line = text.AsSpan(start, length);
            if (!line.StartsWith("#"u8))
            {
                int nameStart = line.IndexOf((byte)' ') + 1;
                int nameLength = line[nameStart..].IndexOf((byte)' ');
                ReadOnlySpan<byte> nameBytes = nameLength < 0 ? line[nameStart..] : line.Slice(nameStart, nameLength);
                string name = Encoding.UTF8.GetString(nameBytes);
                lines.Add(name, (start, length));
                if (line.StartsWith("message "u8))
                {
                    MessageNames.Add(name);
                }
            }

            start += length + 1;
        }
    }

    private string[]? WordsOf(string name) =>
        lines.TryGetValue(name, out (int Start, int Length) line)
            ? Encoding.UTF8.GetString(text, line.Start, line.Length).Split(' ')
            : null;

    private static EnumValueSchema ParseValue(string text)
    {
        int equals = text.IndexOf('=');
        return new EnumValueSchema(
            text[..equals], int.Parse(text.AsSpan(equals + 1), CultureInfo.InvariantCulture));
    }

    private static FieldSchema[] ParseFields(string[] texts)
    {
        var fields = new FieldSchema[texts.Length];
        var oneofs = new Dictionary<string, OneofSchema>(StringComparer.Ordinal);
        for (int index = 0; index < texts.Length; index++)
        {
            fields[index] = ParseField(texts[index].Split(':'), index, oneofs);
        }

        return fields;
    }

    private static FieldSchema ParseField(string[] parts, int index, Dictionary<string, OneofSchema> oneofs)
    {
        const string OneofMark = "oneof=";
        ReadOnlySpan<string> modifiers = parts.AsSpan(3);
        OneofSchema? oneof = null;
        if (modifiers is [.., var last] && last.StartsWith(OneofMark, StringComparison.Ordinal))
        {
            string name = last[OneofMark.Length..];
            if (!oneofs.TryGetValue(name, out oneof))
            {
                oneofs.Add(name, oneof = new OneofSchema(name));
            }
        }

        FieldType type = TypeOf(parts[2]);
        bool isMap = modifiers.Contains("map");
        bool isRepeated = isMap || modifiers.Contains("repeated") || modifiers.Contains("packed");
        bool isOptional = oneof is not null || type == FieldType.Message || modifiers.Contains("optional");
        var field = new FieldSchema(
            int.Parse(parts[0], CultureInfo.InvariantCulture), index, parts[1], type, parts[2][1..])
        {
            IsRepeated = isRepeated,
            IsPacked = modifiers.Contains("packed"),
            IsMap = isMap,
            HasPresence = isOptional && !isRepeated,
            Oneof = oneof,
        };
        oneof?.Add(field);
        return field;
    }

    private static FieldType TypeOf(string text) => text switch
    {
        ['.', ..] => FieldType.Message,
        ['=', ..] => FieldType.Enum,
        "bool" => FieldType.Bool,
        "bytes" => FieldType.Bytes,
        "double" => FieldType.Double,
        "fixed32" => FieldType.Fixed32,
        "fixed64" => FieldType.Fixed64,
        "float" => FieldType.Float,
        "int32" => FieldType.Int32,
        "int64" => FieldType.Int64,
        "sfixed32" => FieldType.SFixed32,
        "sfixed64" => FieldType.SFixed64,
        "sint32" => FieldType.SInt32,
        "sint64" => FieldType.SInt64,
        "string" => FieldType.String,
        "uint32" => FieldType.UInt32,
        "uint64" => FieldType.UInt64,
        _ => throw new FormatException($"unknown type {text}"),
    };
}
