namespace Outrigger.Resources;

/// <summary>Codes of the findings of reading and schema validation.</summary>
public static class DiagnosticCodes
{
    /// <summary>The text is not YAML or JSON.</summary>
    public const string Syntax = "OUT0001";

    /// <summary>The document is not an object with apiVersion, kind and metadata.</summary>
    public const string NotAnObject = "OUT0002";

    /// <summary>The API version is not one of the kind.</summary>
    public const string UnknownApiVersion = "OUT0003";

    /// <summary>The mesh does not use the kind.</summary>
    public const string UnusedKind = "OUT0004";

    /// <summary>The same key twice in a mapping.</summary>
    public const string DuplicateKey = "OUT0005";

    /// <summary>The schema has no such field.</summary>
    public const string UnknownField = "OUT0006";

    /// <summary>A value of another type than the schema's.</summary>
    public const string WrongType = "OUT0007";

    /// <summary>A value outside of an enumeration.</summary>
    public const string UnknownValue = "OUT0008";

    /// <summary>A required field is missing.</summary>
    public const string MissingField = "OUT0009";

    /// <summary>A value breaks a bound, a pattern or a rule of the schema.</summary>
    public const string InvalidValue = "OUT0010";

    /// <summary>Fields that exclude each other, or need each other.</summary>
    public const string ConflictingFields = "OUT0011";

    /// <summary>The object's name or namespace is missing or malformed.</summary>
    public const string InvalidName = "OUT0012";

    /// <summary>The same object twice in one text.</summary>
    public const string DuplicateObject = "OUT0013";

    /// <summary>A field, or kind, that is read but not acted upon.</summary>
    public const string ParsedOnly = "OUT0020";
}
