using System.Reflection;

namespace Outrigger.Resources.Schema;

/// <summary>One field of a record.</summary>
internal sealed class FieldSchema
{
    public FieldSchema(PropertyInfo property)
    {
        Property = property;
        Name = property.GetCustomAttribute<FieldNameAttribute>()?.Name
            ?? char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
        IsRequired = property.IsDefined(typeof(RequiredAttribute));
        AllowsNull = property.IsDefined(typeof(AllowsNullAttribute));
        IsParsedOnly = property.IsDefined(typeof(ParsedOnlyAttribute));
        UniqueBy =
            [.. property.GetCustomAttributes<UniqueByAttribute>().Select(attribute => attribute.Field)];
        Value =
            ValueSchema.Of(property.PropertyType, [.. property.GetCustomAttributes<ConstraintAttribute>()]);
    }

    public string Name { get; }

    public PropertyInfo Property { get; }

    public bool IsRequired { get; }

    public bool AllowsNull { get; }

    public bool IsParsedOnly { get; }

    public IReadOnlyList<string> UniqueBy { get; }

    public ValueSchema Value { get; }
}
