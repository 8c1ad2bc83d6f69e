using Outrigger.Analysis.Objects;
using Outrigger.Config;
using Outrigger.Resources;

namespace Outrigger.Analysis;

/// <summary>
/// Judges objects: each for itself, which may reject it, and all of them together, which finds what is
/// missing, contradictory or without effect and only ever warns. Stateless and thread-safe.
/// </summary>
public static class Analyzer
{
    /// <summary>The verdict on one object, without regard to any other.</summary>
    public static ObjectVerdict Validate(ResourceObject resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var findings = new Findings();
        ObjectValidators.Validate(resource, findings.About(resource));
        return VerdictOf(resource, findings.Diagnostics);
    }

    /// <summary>
    /// The findings about one object alone, in the form that the sources of configuration ask for.
    /// </summary>
    public static IEnumerable<Diagnostic> FindingsOf(ResourceObject resource) => Validate(resource).Messages;

    /// <summary>The verdicts on all objects of a snapshot.</summary>
    public static AnalysisResult Analyze(ConfigSnapshot snapshot, AnalyzerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var findings = new Findings();
        foreach (ResourceObject resource in snapshot.All)
        {
            ObjectValidators.Validate(resource, findings.About(resource));
        }

        Mesh.MeshChecks.Run(snapshot, options ?? new AnalyzerOptions(), findings);
        ILookup<ResourceKey, Diagnostic> byResource = findings.Diagnostics.ToLookup(d => d.Resource!.Value);
        return new AnalysisResult
        {
            Snapshot = snapshot,
            Verdicts = snapshot.All.ToDictionary(r => r.Key, r => VerdictOf(r, byResource[r.Key])),
        };
    }

    private static ObjectVerdict VerdictOf(ResourceObject resource, IEnumerable<Diagnostic> findings) =>
        new(resource.Key, [.. resource.Findings.Concat(findings).OrderBy(d => d.Line).ThenBy(d => d.Column)]);
}
