using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Statuses;

/// <summary>The status of Istio's kinds.</summary>
[OpenRecord]
public sealed record IstioStatus
{
    /// <summary>Conditions of the object.</summary>
    public IReadOnlyList<IstioCondition> Conditions { get; init; } = [];

    /// <summary>The generation that the status is about.</summary>
    public IntOrString? ObservedGeneration { get; init; }

    /// <summary>What an analysis found.</summary>
    public IReadOnlyList<AnalysisMessage> ValidationMessages { get; init; } = [];
}
