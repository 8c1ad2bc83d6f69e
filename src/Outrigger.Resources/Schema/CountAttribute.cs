namespace Outrigger.Resources.Schema;

/// <summary>Inclusive bounds of the number of a list's items or a map's entries.</summary>
public sealed class CountAttribute : ConstraintAttribute
{
    /// <summary>The least allowed number.</summary>
    public int Min { get; init; }

    /// <summary>The greatest allowed number.</summary>
    public int Max { get; init; } = int.MaxValue;
}
