namespace Outrigger.Proxy.Model;

/// <summary>
/// Hands out the <see cref="EndpointSlot"/> of each address of one cluster. For the control side's one
/// thread.
/// </summary>
internal sealed class EndpointSlotTable(int workersCount)
{
    private Dictionary<NetworkAddress, EndpointSlot> _slots = [];
    private readonly Stack<int> _freeIndexes = new();
    private int _indexesCount;

    /// <summary>
    /// The slots of exactly these addresses: known addresses keep theirs, the slots of all others are given
    /// up. An address may occur more than once, and then has one slot.
    /// </summary>
    public IReadOnlyDictionary<NetworkAddress, EndpointSlot> Replace(IEnumerable<NetworkAddress> addresses)
    {
        var next = new Dictionary<NetworkAddress, EndpointSlot>();
        var added = new List<NetworkAddress>();
        foreach (NetworkAddress address in addresses)
        {
            if (next.ContainsKey(address))
            {
                continue;
            }

            if (_slots.Remove(address, out EndpointSlot? slot))
            {
                next.Add(address, slot);
            }
            else
            {
                added.Add(address);
            }
        }

        foreach (EndpointSlot gone in _slots.Values)
        {
            _freeIndexes.Push(gone.Index);
        }

        foreach (NetworkAddress address in added)
        {
            if (!next.ContainsKey(address))
            {
                int index = _freeIndexes.TryPop(out int free) ? free : _indexesCount++;
                next.Add(address, new EndpointSlot(address, index, workersCount));
            }
        }

        _slots = next;
        return next;
    }
}
