namespace Outrigger.Resources.Schema;

/// <summary>Inclusive bounds of a number.</summary>
public sealed class RangeAttribute : ConstraintAttribute
{
    /// <summary>The least allowed value; unbounded if not set.</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>The greatest allowed value; unbounded if not set.</summary>
    public double Max { get; init; } = double.PositiveInfinity;
}
