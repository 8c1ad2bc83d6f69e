namespace Outrigger.Local.Probes;

/// <summary>What one probe found.</summary>
/// <param name="Passed">Whether the application is ready.</param>
/// <param name="Reason">Why not, in words; null when it passed.</param>
internal readonly record struct ProbeOutcome(bool Passed, string? Reason)
{
    /// <summary>The application is ready.</summary>
    public static ProbeOutcome Pass { get; } = new(true, null);

    /// <summary>The application is not ready.</summary>
    public static ProbeOutcome Fail(string reason) => new(false, reason);
}
