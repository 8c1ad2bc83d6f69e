namespace Outrigger.Resources.Schema;

/// <summary>No two items of the list may have the same value of the named field.</summary>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public sealed class UniqueByAttribute(string field) : Attribute
{
    /// <summary>The field, as users write it.</summary>
    public string Field { get; } = field;
}
