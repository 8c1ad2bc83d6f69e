namespace Outrigger.Resources.Schema;

/// <summary>A regular expression that a text must match.</summary>
public sealed class PatternAttribute(string expression) : ConstraintAttribute
{
    /// <summary>The expression, with its own anchors.</summary>
    public string Expression { get; } = expression;

    /// <summary>What a text that matches is, in words for messages.</summary>
    public required string Meaning { get; init; }
}
