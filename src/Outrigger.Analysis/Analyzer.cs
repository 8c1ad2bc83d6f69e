using Outrigger.Config;
using Outrigger.Resources;

namespace Outrigger.Analysis;

/// <summary>
/// Judges objects: each for itself, which may reject it, and all of them together, which finds what is missing,
/// contradictory or without effect and only ever warns. Stateless and thread-safe.
/// </summary>
public static class Analyzer
{
    /// <summary>The verdict on one object, without regard to any other.</summary>
    public static ObjectVerdict Validate(ResourceObject resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new ObjectVerdict(resource.Key, [.. resource.Findings]);
    }

    /// <summary>The verdicts on all objects of a snapshot.</summary>
    public static AnalysisResult Analyze(ConfigSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        Dictionary<ResourceKey, ObjectVerdict> verdicts = snapshot.All.ToDictionary(r => r.Key, Validate);
        return new AnalysisResult { Snapshot = snapshot, Verdicts = verdicts };
    }
}
