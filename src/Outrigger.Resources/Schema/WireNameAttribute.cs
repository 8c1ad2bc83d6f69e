namespace Outrigger.Resources.Schema;

/// <summary>An enumeration value's name in YAML and JSON.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class WireNameAttribute(string name) : Attribute
{
    /// <summary>The name as users write it.</summary>
    public string Name { get; } = name;
}
