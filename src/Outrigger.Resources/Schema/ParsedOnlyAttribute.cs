namespace Outrigger.Resources.Schema;

/// <summary>
/// The field (or, on a record, the whole kind) is read and validated but the mesh does not act on it yet. An
/// object that sets it gets a warning that names it, so that nobody relies on what does not happen.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class ParsedOnlyAttribute : Attribute;
