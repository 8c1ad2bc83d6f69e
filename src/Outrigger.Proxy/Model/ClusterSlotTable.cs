namespace Outrigger.Proxy.Model;

/// <summary>
/// Hands out the <see cref="ClusterSlot"/> of each cluster name. Used by the control side only; not for
/// requests. A slot that nothing holds any more gives its index back, so a mesh whose names change for ever
/// does not grow.
/// </summary>
internal sealed class ClusterSlotTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, WeakReference<ClusterSlot>> _byName = new(StringComparer.Ordinal);
    private readonly Stack<int> _freeIndexes = new();
    private readonly List<string?> _nameByIndex = [];
    private int _countAtNextSweep = 64;

    /// <summary>The slot of a name; the same object for as long as anybody holds it.</summary>
    public ClusterSlot GetOrAdd(string name)
    {
        lock (_gate)
        {
            if (_byName.TryGetValue(name, out WeakReference<ClusterSlot>? weak)
                && weak.TryGetTarget(out ClusterSlot? slot))
            {
                return slot;
            }

            if (_byName.Count >= _countAtNextSweep)
            {
                Sweep();
            }

            slot = new ClusterSlot(name, TakeIndex(name));
            _byName[name] = new WeakReference<ClusterSlot>(slot);
            return slot;
        }
    }

    private int TakeIndex(string name)
    {
        if (_freeIndexes.TryPop(out int index))
        {
            _nameByIndex[index] = name;
            return index;
        }

        _nameByIndex.Add(name);
        return _nameByIndex.Count - 1;
    }

    private void Sweep()
    {
        for (int index = 0; index < _nameByIndex.Count; index++)
        {
            string? name = _nameByIndex[index];
            bool isLive = name is null
                || (_byName.TryGetValue(name, out WeakReference<ClusterSlot>? weak)
                    && weak.TryGetTarget(out ClusterSlot? slot)
                    && slot.Index == index);
            if (!isLive)
            {
                RemoveDead(name!, index);
            }
        }

        _countAtNextSweep = Math.Max(64, _byName.Count * 2);
    }

    private void RemoveDead(string name, int index)
    {
        // The name may meanwhile live on under another index; only a dead entry is removed.
        if (_byName.TryGetValue(name, out WeakReference<ClusterSlot>? weak) && !weak.TryGetTarget(out _))
        {
            _byName.Remove(name);
        }

        _nameByIndex[index] = null;
        _freeIndexes.Push(index);
    }
}
