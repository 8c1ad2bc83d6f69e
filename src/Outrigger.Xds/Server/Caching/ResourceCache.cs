namespace Outrigger.Xds.Server.Caching;

/// <summary>
/// What every group of nodes should run with. Producers set snapshots; the server's streams watch the
/// snapshot of their group. Setting a snapshot wakes the clients of that group alone. Safe for use by many
/// threads.
/// </summary>
public sealed class ResourceCache
{
    private readonly Lock _gate = new();
    private readonly Dictionary<NodeGroup, Entry> _entries = [];

    /// <summary>The groups that have a snapshot.</summary>
    public IReadOnlyList<NodeGroup> Groups
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries.Where(entry => entry.Value.Snapshot is not null)
                    .Select(entry => entry.Key)];
            }
        }
    }

    /// <summary>The snapshot of a group, or null.</summary>
    /// <param name="group">The group.</param>
    public ResourceSnapshot? Find(NodeGroup group)
    {
        lock (_gate)
            return _entries.GetValueOrDefault(group)?.Snapshot;
    }

    /// <summary>
    /// Replaces the snapshot of a group. Sets whose content did not change are kept as they are, and cost the
    /// group's clients nothing.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="snapshot">Its new snapshot.</param>
    /// <returns>Whether the content differs from the former snapshot's.</returns>
    public bool Set(NodeGroup group, ResourceSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return Replace(group, _ => snapshot);
    }

    /// <summary>
    /// Changes some resources of one type and leaves everything else, for example the endpoints of one
    /// service. Costs time in proportion to the change. A group without a snapshot is left without.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="number">The new <see cref="ResourceSnapshot.Number"/>.</param>
    /// <param name="type">The type of the resources.</param>
    /// <param name="changed">Resources to add or to replace.</param>
    /// <param name="removed">Names to remove.</param>
    /// <returns>Whether the content differs from the former snapshot's.</returns>
    public bool Update(
        NodeGroup group,
        long number,
        TypeUrl type,
        IEnumerable<NamedResource> changed,
        IEnumerable<string> removed) =>
        Replace(group, old => old?.With(
            number, type, (old.Find(type) ?? ResourceSet.Empty).With(changed, removed)));

    /// <summary>
    /// Forgets the snapshot of a group, usually because its last client went. Clients still connected keep
    /// what they have.
    /// </summary>
    /// <param name="group">The group.</param>
    public void Remove(NodeGroup group)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(group, out Entry? entry))
                return;
            entry.Snapshot = null;
            if (entry.Watchers.Count == 0)
                _entries.Remove(group);
        }
    }

    /// <summary>Calls back, on the producer's thread, whenever the snapshot of a group was set.</summary>
    /// <param name="group">The group.</param>
    /// <param name="onChanged">
    /// Must be quick and must not throw; it reads the snapshot with <see cref="Find"/>.
    /// </param>
    /// <returns>Ends the watch when disposed.</returns>
    internal IDisposable Watch(NodeGroup group, Action onChanged)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(group, out Entry? entry))
                _entries[group] = entry = new Entry();
            entry.Watchers.Add(onChanged);
        }

        return new WatchRegistration(this, group, onChanged);
    }

    private bool Replace(NodeGroup group, Func<ResourceSnapshot?, ResourceSnapshot?> replacement)
    {
        Action[] watchers;
        bool differs;
        lock (_gate)
        {
            if (!_entries.TryGetValue(group, out Entry? entry))
                entry = new Entry();
            ResourceSnapshot? old = entry.Snapshot;
            ResourceSnapshot? next = replacement(old);
            if (next is null)
                return false;
            if (old is not null)
                next = next.SharingWith(old);
            differs = old is null || !next.HasContentOf(old);
            entry.Snapshot = next;
            _entries[group] = entry;
            watchers = [.. entry.Watchers];
        }

        foreach (Action watcher in watchers)
            watcher();
        return differs;
    }

    private void Unwatch(NodeGroup group, Action onChanged)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(group, out Entry? entry))
                return;
            entry.Watchers.Remove(onChanged);
            if (entry.Watchers.Count == 0 && entry.Snapshot is null)
                _entries.Remove(group);
        }
    }

    private sealed class Entry
    {
        public ResourceSnapshot? Snapshot;

        public List<Action> Watchers { get; } = [];
    }

    private sealed class WatchRegistration(ResourceCache cache, NodeGroup group, Action onChanged)
        : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
                cache.Unwatch(group, onChanged);
        }
    }
}
