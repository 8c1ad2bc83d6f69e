namespace Outrigger.Proxy.Stats;

/// <summary>What a number means.</summary>
internal enum StatKind : byte
{
    /// <summary>It only grows.</summary>
    Counter,

    /// <summary>It goes up and down; workers add to it and take away from it.</summary>
    Gauge,

    /// <summary>A distribution of durations.</summary>
    Histogram,
}
