using Outrigger.Net.Loops;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Tls;
using Outrigger.Routing;

namespace Outrigger.Proxy.Upstream;

/// <summary>The clusters of one worker, found by the index of their slot.</summary>
/// <param name="loop">The worker's loop.</param>
/// <param name="workerIndex">The worker's number.</param>
internal sealed class ClusterStateTable(EventLoop loop, int workerIndex)
{
    private Entry[] _entries = [];

    /// <summary>Told why handshakes with endpoints fail; null for nobody.</summary>
    public HandshakeLog? HandshakeLog { get; init; }

    /// <summary>
    /// The worker's state of a cluster, up to date with its endpoints; null when there is no such cluster.
    /// </summary>
    /// <param name="slot">The cluster's place.</param>
    /// <param name="random">The worker's generator.</param>
    public ClusterState? Find(ClusterSlot slot, ref RandomState random)
    {
        if (slot.Current is not { } model)
            return null;
        var index = slot.Index;
        if ((uint)index >= (uint)_entries.Length || !ReferenceEquals(_entries[index].Slot, slot))
            Add(slot, model);
        var state = _entries[index].State!;
        state.Refresh(model, ref random);
        return state;
    }

    /// <summary>
    /// Follows updates where no request does it: closes idle connections to endpoints and clusters that are
    /// gone.
    /// </summary>
    /// <param name="random">The worker's generator.</param>
    public void Refresh(ref RandomState random)
    {
        foreach (ref var entry in _entries.AsSpan())
        {
            if (entry.State is not { } state)
                continue;
            if (entry.Slot!.Current is { } model)
            {
                state.Refresh(model, ref random);
                state.ForgetUnusedDestinations();
            }
            else
            {
                state.Remove();
                entry = default;
            }
        }
    }

    /// <summary>Closes the connections that wait for use.</summary>
    public void CloseIdle()
    {
        foreach (ref var entry in _entries.AsSpan())
            entry.State?.CloseIdle();
    }

    private void Add(ClusterSlot slot, ClusterModel model)
    {
        if (slot.Index >= _entries.Length)
            Array.Resize(ref _entries, Math.Max(slot.Index + 1, Math.Max(16, _entries.Length * 2)));
        // An index is used again after its slot is gone: what the former cluster still has ends.
        _entries[slot.Index].State?.Remove();
        var state = new ClusterState(model, loop, workerIndex) { HandshakeLog = HandshakeLog };
        _entries[slot.Index] = new Entry { Slot = slot, State = state };
    }

    private struct Entry
    {
        public ClusterSlot? Slot;
        public ClusterState? State;
    }
}
