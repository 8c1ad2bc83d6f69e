namespace Outrigger.Resources.Schema;

/// <summary>Inclusive bounds of a text's length in characters.</summary>
public sealed class LengthAttribute : ConstraintAttribute
{
    /// <summary>The least allowed length.</summary>
    public int Min { get; init; }

    /// <summary>The greatest allowed length.</summary>
    public int Max { get; init; } = int.MaxValue;
}
