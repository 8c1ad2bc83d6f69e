namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record LocalityDistribute.</summary>
public sealed record LocalityDistribute
{
    /// <summary>Field from.</summary>
    public string? From { get; init; }

    /// <summary>Field to.</summary>
    public IReadOnlyDictionary<string, uint> To { get; init; } = Empty.Map<uint>();
}
