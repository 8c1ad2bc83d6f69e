namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>How traffic from one locality is spread over localities.</summary>
public sealed record LocalityDistribute
{
    /// <summary>The locality of the clients: region/zone/subzone, with <c>*</c> as wildcard.</summary>
    public string? From { get; init; }

    /// <summary>Shares by locality; together 100.</summary>
    public IReadOnlyDictionary<string, uint> To { get; init; } = Empty.Map<uint>();
}
