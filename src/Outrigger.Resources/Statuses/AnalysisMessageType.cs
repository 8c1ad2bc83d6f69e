namespace Outrigger.Resources.Statuses;

/// <summary>Record AnalysisMessageType.</summary>
public sealed record AnalysisMessageType
{
    /// <summary>Field code.</summary>
    public string? Code { get; init; }

    /// <summary>Field name.</summary>
    public string? Name { get; init; }
}
