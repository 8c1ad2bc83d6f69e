namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record Percent.</summary>
public sealed record Percent
{
    /// <summary>Field value.</summary>
    public double? Value { get; init; }
}
