namespace Outrigger.ControlPlane.KeySets;

/// <summary>What is known of the keys at one place. Guarded by the catalog's lock.</summary>
internal sealed class KeySetEntry
{
    /// <summary>How long fetching them may take.</summary>
    public TimeSpan Timeout { get; set; }

    /// <summary>The last good key set, JSON; null before the first.</summary>
    public string? Keys { get; set; }

    /// <summary>Why the last fetch failed; empty when it did not.</summary>
    public string Mistake { get; set; } = "";

    /// <summary>When it is fetched next.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Whether it is being fetched.</summary>
    public bool IsInFlight { get; set; }
}
