namespace Outrigger.Routing.MetadataValues;

/// <summary>What a <see cref="MetadataValue"/> is; the kinds of JSON.</summary>
public enum MetadataKind : byte
{
    /// <summary>Null.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A list of values.</summary>
    List,

    /// <summary>Members by name.</summary>
    Struct,
}
