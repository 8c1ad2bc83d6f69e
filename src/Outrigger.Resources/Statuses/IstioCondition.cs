namespace Outrigger.Resources.Statuses;

/// <summary>One condition in a status.</summary>
public sealed record IstioCondition
{
    /// <summary>When it was last looked at.</summary>
    public DateTimeOffset? LastProbeTime { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>A sentence for people.</summary>
    public string? Message { get; init; }

    /// <summary>The generation that it is about.</summary>
    public IntOrString? ObservedGeneration { get; init; }

    /// <summary>A short cause.</summary>
    public string? Reason { get; init; }

    /// <summary><c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    public string? Status { get; init; }

    /// <summary>What is being stated.</summary>
    public string? Type { get; init; }
}
