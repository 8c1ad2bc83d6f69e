namespace Outrigger.Net.Loops;

/// <summary>
/// Sources by descriptor. The kernel hands out the lowest free descriptor, so a closed one comes back at
/// once, while events of its former owner may still wait in the batch being handled. Each entry counts
/// generations, and the count travels in the event's tag: an event whose generation is not the entry's is
/// stale.
/// </summary>
internal sealed class EventTable
{
    private Entry[] _entries = new Entry[64];

    internal int Count { get; private set; }

    /// <summary>Enters a source and returns the tag for its events.</summary>
    internal ulong Add(int descriptor, EventSource source)
    {
        if (descriptor >= _entries.Length)
            Array.Resize(ref _entries, Math.Max(descriptor + 1, _entries.Length * 2));
        ref var entry = ref _entries[descriptor];
        if (entry.Source is not null)
            throw new InvalidOperationException($"Descriptor {descriptor} is watched already.");
        entry.Source = source;
        entry.Generation++;
        Count++;
        return ((ulong)entry.Generation << 32) | (uint)descriptor;
    }

    internal void Remove(int descriptor)
    {
        ref var entry = ref _entries[descriptor];
        if (entry.Source is null)
            return;
        entry.Source = null;
        Count--;
    }

    /// <summary>The source that a tag was made for, or null when that source is gone.</summary>
    internal EventSource? Find(ulong tag)
    {
        var descriptor = (int)(uint)tag;
        if ((uint)descriptor >= (uint)_entries.Length)
            return null;
        ref var entry = ref _entries[descriptor];
        return entry.Generation == (uint)(tag >> 32) ? entry.Source : null;
    }

    internal List<EventSource> ToList()
    {
        var sources = new List<EventSource>(Count);
        foreach (ref var entry in _entries.AsSpan())
        {
            if (entry.Source is { } source)
                sources.Add(source);
        }

        return sources;
    }

    private struct Entry
    {
        internal EventSource? Source;
        internal uint Generation;
    }
}
