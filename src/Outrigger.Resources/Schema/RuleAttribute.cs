namespace Outrigger.Resources.Schema;

/// <summary>A rule about one value that bounds and patterns cannot express.</summary>
public sealed class RuleAttribute(ValueRule rule) : ConstraintAttribute
{
    /// <summary>The rule.</summary>
    public ValueRule Rule { get; } = rule;
}
