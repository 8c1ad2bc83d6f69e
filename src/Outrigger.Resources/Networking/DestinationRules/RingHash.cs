namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record RingHash.</summary>
public sealed record RingHash
{
    /// <summary>Field minimumRingSize.</summary>
    public ulong? MinimumRingSize { get; init; }
}
