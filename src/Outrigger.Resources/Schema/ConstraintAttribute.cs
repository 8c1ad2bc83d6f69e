namespace Outrigger.Resources.Schema;

/// <summary>A constraint on a field's value or, for lists and maps, on each of its items.</summary>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public abstract class ConstraintAttribute : Attribute
{
    /// <summary>Whether the value itself or each item of it is constrained.</summary>
    public SchemaPart Of { get; init; }
}
