namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Options of the Maglev hash table.</summary>
public sealed record Maglev
{
    /// <summary>The table's size, a prime number; 65537 by default.</summary>
    public ulong? TableSize { get; init; }
}
