namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record Maglev.</summary>
public sealed record Maglev
{
    /// <summary>Field tableSize.</summary>
    public ulong? TableSize { get; init; }
}
