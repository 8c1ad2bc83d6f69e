namespace Outrigger.Resources.Schema;

/// <summary>The field's name in YAML and JSON, where it is not the property's name in camel case.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FieldNameAttribute(string name) : Attribute
{
    /// <summary>The name as users write it.</summary>
    public string Name { get; } = name;
}
