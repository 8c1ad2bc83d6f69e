namespace Outrigger.Resources.Schema;

/// <summary>The field must be present and not null.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RequiredAttribute : Attribute;
