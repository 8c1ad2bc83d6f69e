namespace Outrigger.Resources.Schema;

/// <summary>The schema lets the field be null explicitly, which means the same as leaving it out.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AllowsNullAttribute : Attribute;
