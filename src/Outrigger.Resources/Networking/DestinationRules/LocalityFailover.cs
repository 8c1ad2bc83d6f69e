namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record LocalityFailover.</summary>
public sealed record LocalityFailover
{
    /// <summary>Field from.</summary>
    public string? From { get; init; }

    /// <summary>Field to.</summary>
    public string? To { get; init; }
}
