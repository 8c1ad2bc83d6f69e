namespace Outrigger.Resources.Schema;

/// <summary>A rule about the fields of a record taken together.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class RecordRuleAttribute(ConsistencyRule rule) : Attribute
{
    /// <summary>The rule.</summary>
    public ConsistencyRule Rule { get; } = rule;
}
