using Outrigger.Config;
using Outrigger.Resources;

namespace Outrigger.Analysis;

/// <summary>The verdicts on all objects of a snapshot.</summary>
public sealed class AnalysisResult
{
    /// <summary>The snapshot that was analyzed.</summary>
    public required ConfigSnapshot Snapshot { get; init; }

    /// <summary>The verdict on every object.</summary>
    public required IReadOnlyDictionary<ResourceKey, ObjectVerdict> Verdicts { get; init; }

    /// <summary>
    /// All messages about objects, and the snapshot's own about its sources, ordered by place.
    /// </summary>
    public IEnumerable<Diagnostic> Messages => Verdicts.Values
        .SelectMany(verdict => verdict.Messages)
        .Concat(Snapshot.Diagnostics)
        .OrderBy(message => message.File, StringComparer.Ordinal)
        .ThenBy(message => message.Line)
        .ThenBy(message => message.Column);
}
