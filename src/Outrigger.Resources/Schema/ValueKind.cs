namespace Outrigger.Resources.Schema;

/// <summary>The kinds of values that fields have.</summary>
internal enum ValueKind
{
    Text,
    Boolean,
    Integer,
    Number,
    Duration,
    Timestamp,
    Bytes,
    Enumeration,
    IntOrString,
    Untyped,
    Record,
    List,
    Map,
}
