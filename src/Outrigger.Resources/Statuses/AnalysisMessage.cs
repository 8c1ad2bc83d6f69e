namespace Outrigger.Resources.Statuses;

/// <summary>A message that an analysis left in a status.</summary>
public sealed record AnalysisMessage
{
    /// <summary>Where the message is explained.</summary>
    public string? DocumentationUrl { get; init; }

    /// <summary>How grave it is.</summary>
    public AnalysisMessageLevel? Level { get; init; }

    /// <summary>The kind of message.</summary>
    public AnalysisMessageType? Type { get; init; }
}
