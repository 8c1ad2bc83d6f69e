using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Statuses;

/// <summary>Record IstioStatus.</summary>
[OpenRecord]
public sealed record IstioStatus
{
    /// <summary>Field conditions.</summary>
    public IReadOnlyList<IstioCondition> Conditions { get; init; } = [];

    /// <summary>Field observedGeneration.</summary>
    public IntOrString? ObservedGeneration { get; init; }

    /// <summary>Field validationMessages.</summary>
    public IReadOnlyList<AnalysisMessage> ValidationMessages { get; init; } = [];
}
