namespace Outrigger.Resources.Statuses;

/// <summary>Record AnalysisMessage.</summary>
public sealed record AnalysisMessage
{
    /// <summary>Field documentationUrl.</summary>
    public string? DocumentationUrl { get; init; }

    /// <summary>Field level.</summary>
    public AnalysisMessageLevel? Level { get; init; }

    /// <summary>Field type.</summary>
    public AnalysisMessageType? Type { get; init; }
}
