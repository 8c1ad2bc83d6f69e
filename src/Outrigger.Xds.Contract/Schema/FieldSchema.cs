using FieldType = Google.Protobuf.Reflection.FieldType;

namespace Outrigger.Xds.Contract.Schema;

/// <summary>A field of a message of the contract.</summary>
public sealed class FieldSchema
{
    private readonly string typeName;
    private MessageSchema? messageType;
    private EnumSchema? enumType;

    internal FieldSchema(int number, int index, string name, FieldType type, string typeName)
    {
        Number = number;
        Index = index;
        Name = name;
        JsonName = JsonNames.Of(name);
        Type = type;
        this.typeName = typeName;
    }

    /// <summary>The number on the wire.</summary>
    public int Number { get; }

    /// <summary>The place among the message's fields, from 0.</summary>
    public int Index { get; }

    /// <summary>The name in the <c>.proto</c> file.</summary>
    public string Name { get; }

    /// <summary>The name in protobuf's JSON mapping: lowerCamelCase.</summary>
    public string JsonName { get; }

    /// <summary>The type of one value.</summary>
    public FieldType Type { get; }

    /// <summary>Whether there may be several values; so it is for maps, whose values are entries.</summary>
    public bool IsRepeated { get; internal init; }

    /// <summary>Whether several values are written as one run of bytes.</summary>
    public bool IsPacked { get; internal init; }

    /// <summary>Whether the values are entries with a key (field 1) and a value (field 2).</summary>
    public bool IsMap { get; internal init; }

    /// <summary>Whether its absence can be told from its type's default.</summary>
    public bool HasPresence { get; internal init; }

    /// <summary>The oneof that the field belongs to; null for most fields.</summary>
    public OneofSchema? Oneof { get; internal init; }

    /// <summary>The message that a value is.</summary>
    /// <exception cref="InvalidOperationException">The values are not messages.</exception>
    public MessageSchema MessageType => messageType ??=
        (Type == FieldType.Message ? TypeRegistry.FindOrEntry(typeName) : null)
        ?? throw new InvalidOperationException($"{Name} is not a message");

    /// <summary>The enum that a value is.</summary>
    /// <exception cref="InvalidOperationException">The values are not an enum's.</exception>
    public EnumSchema EnumType => enumType ??=
        (Type == FieldType.Enum ? TypeRegistry.FindEnum(typeName) : null)
        ?? throw new InvalidOperationException($"{Name} is not an enum");
}
