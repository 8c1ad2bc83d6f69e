namespace Outrigger.Analysis;

/// <summary>What the analysis must know about the mesh.</summary>
public sealed record AnalyzerOptions
{
    /// <summary>The domain of the mesh's services.</summary>
    public string DomainSuffix { get; init; } = "cluster.local";

    /// <summary>The namespace whose objects are for the whole mesh.</summary>
    public string RootNamespace { get; init; } = "istio-system";
}
