namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// What an unquoted scalar stands for (YAML 1.2, core schema); a quoted one is always text.
/// </summary>
internal enum ScalarKind
{
    Text,
    Null,
    Boolean,
    Integer,
    Real,
}
