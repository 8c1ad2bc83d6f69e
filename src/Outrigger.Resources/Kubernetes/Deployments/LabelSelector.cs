namespace Outrigger.Resources.Kubernetes.Deployments;

/// <summary>Chooses objects by their labels; all terms must hold.</summary>
public sealed record LabelSelector
{
    /// <summary>Labels that must be present with these values.</summary>
    public IReadOnlyDictionary<string, string> MatchLabels { get; init; } = Empty.Map<string>();

    /// <summary>Further terms.</summary>
    public IReadOnlyList<LabelSelectorRequirement> MatchExpressions { get; init; } = [];
}
