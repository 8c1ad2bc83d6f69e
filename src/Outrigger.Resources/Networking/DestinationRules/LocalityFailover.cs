namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Where traffic of a region goes when its endpoints are unhealthy.</summary>
public sealed record LocalityFailover
{
    /// <summary>The region.</summary>
    public string? From { get; init; }

    /// <summary>The region to fail over to.</summary>
    public string? To { get; init; }
}
