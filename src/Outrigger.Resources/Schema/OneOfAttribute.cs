namespace Outrigger.Resources.Schema;

/// <summary>At most one of the named fields may be set.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class OneOfAttribute(params string[] fields) : Attribute
{
    /// <summary>The fields, as users write them.</summary>
    public IReadOnlyList<string> Fields { get; } = fields;
}
