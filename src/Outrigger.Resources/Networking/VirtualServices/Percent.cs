namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>A share of the requests.</summary>
public sealed record Percent
{
    /// <summary>Percent, from 0 to 100; fractions are allowed.</summary>
    public double? Value { get; init; }
}
