namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Options of the hash ring.</summary>
public sealed record RingHash
{
    /// <summary>The least number of ring entries; 1024 by default.</summary>
    public ulong? MinimumRingSize { get; init; }
}
