namespace Outrigger.Resources.Statuses;

/// <summary>The kind of a message.</summary>
public sealed record AnalysisMessageType
{
    /// <summary>Its code, for example <c>IST0101</c>.</summary>
    public string? Code { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }
}
