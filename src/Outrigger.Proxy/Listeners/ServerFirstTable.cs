namespace Outrigger.Proxy.Listeners;

/// <summary>
/// The destinations whose servers speak first, as one worker has learnt them. Waiting for a client's first
/// bytes there is in vain: every connection would lose the whole timeout of the listener filters.
/// <para>
/// Only a server that did speak first is evidence. A client that keeps silent teaches nothing, so nobody can
/// turn a port of HTTP into one of bytes by connecting and waiting. Three connections in a row are needed;
/// one client that speaks first undoes them; and what was not seen for ten minutes is forgotten.
/// </para>
/// </summary>
internal sealed class ServerFirstTable
{
    /// <summary>How many connections in a row must show it.</summary>
    public const int EvidenceMin = 3;

    /// <summary>How long it is remembered after it was last seen.</summary>
    public const int MemoryMs = 600_000;

    /// <summary>How many destinations are remembered.</summary>
    public const int DestinationsMax = 1024;

    private readonly Dictionary<NetworkAddress, Entry> _entries = [];

    /// <summary>How many destinations are remembered, those with too little evidence included.</summary>
    public int Count => _entries.Count;

    /// <summary>Whether a destination's server is known to speak first.</summary>
    /// <param name="destination">Where the client is headed.</param>
    /// <param name="nowMs">The loop's time.</param>
    public bool Knows(NetworkAddress destination, long nowMs) =>
        _entries.TryGetValue(destination, out var entry)
        && entry.Evidence >= EvidenceMin
        && entry.ExpiresMs > nowMs;

    /// <summary>A server spoke first, on a connection whose client was silent.</summary>
    /// <param name="destination">Where the client was headed.</param>
    /// <param name="nowMs">The loop's time.</param>
    /// <returns>Whether this is what was still lacking to know it.</returns>
    public bool NoteServerFirst(NetworkAddress destination, long nowMs)
    {
        _entries.TryGetValue(destination, out var entry);
        if (entry.ExpiresMs <= nowMs)
        {
            entry = default;
            if (!_entries.ContainsKey(destination))
                MakeRoom(nowMs);
        }

        var evidence = Math.Min(entry.Evidence + 1, EvidenceMin);
        _entries[destination] = new Entry(evidence, nowMs + MemoryMs);
        return entry.Evidence < EvidenceMin && evidence == EvidenceMin;
    }

    /// <summary>A client spoke first.</summary>
    /// <param name="destination">Where the client was headed.</param>
    /// <returns>Whether the destination was known for the opposite.</returns>
    public bool NoteClientFirst(NetworkAddress destination) =>
        _entries.Remove(destination, out var entry) && entry.Evidence >= EvidenceMin;

    private void MakeRoom(long nowMs)
    {
        if (_entries.Count < DestinationsMax)
            return;
        NetworkAddress? oldest = null;
        var oldestMs = long.MaxValue;
        foreach (var (destination, entry) in _entries)
        {
            if (entry.ExpiresMs >= oldestMs)
                continue;
            (oldest, oldestMs) = (destination, entry.ExpiresMs);
            if (oldestMs <= nowMs)
                break;
        }

        _entries.Remove(oldest!);
    }

    /// <param name="Evidence">Connections in a row whose server spoke first.</param>
    /// <param name="ExpiresMs">When it is forgotten.</param>
    private readonly record struct Entry(int Evidence, long ExpiresMs);
}
