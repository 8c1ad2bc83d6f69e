using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Outrigger.Resources;

namespace Outrigger.Config;

/// <summary>
/// The one store of configuration: sources put their objects in, everybody else takes immutable snapshots
/// out. Thread-safe. It plays the part of the Kubernetes API server in giving objects their uid, creation
/// time, generation and resource version.
/// </summary>
/// <param name="time">Tells the creation times.</param>
/// <param name="newUid">Makes unique ids; random ones by default.</param>
public sealed class ConfigStore(TimeProvider time, Func<Guid>? newUid = null)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<ConfigSource, SourceContent> _sources = [];
    private readonly List<Subscription> _subscriptions = [];
    private readonly Func<Guid> _newUid = newUid ?? Guid.NewGuid;
    private volatile ConfigSnapshot _current = ConfigSnapshot.Empty;

    /// <summary>The newest snapshot.</summary>
    public ConfigSnapshot Current => _current;

    /// <summary>
    /// Replaces everything that a source has to say. Objects that did not change stay the same instances.
    /// </summary>
    /// <returns>The newest snapshot; the one before, with its version, when nothing changed.</returns>
    public ConfigSnapshot Replace(
        ConfigSource source, IReadOnlyList<ResourceObject> objects, IReadOnlyList<Diagnostic>? diagnostics =
            null)
    {
        ArgumentNullException.ThrowIfNull(objects);
        lock (_lock)
        {
            SourceContent before = _sources.GetValueOrDefault(source) ?? SourceContent.Empty;
            long version = _current.Version + 1;
            Dictionary<ResourceKey, ResourceObject> admitted = new(objects.Count);
            foreach (ResourceObject resource in objects)
            {
                ResourceObject? known = before.Objects.GetValueOrDefault(resource.Key);
                admitted[resource.Key] = Admit(resource, known, version);
            }

            var after = new SourceContent(admitted, diagnostics ?? []);
            return after.Equals(before) ? _current : Publish(source, after, version);
        }
    }

    /// <summary>Adds or replaces some objects of a source and leaves its others alone.</summary>
    public ConfigSnapshot Put(ConfigSource source, IReadOnlyList<ResourceObject> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        lock (_lock)
        {
            SourceContent before = _sources.GetValueOrDefault(source) ?? SourceContent.Empty;
            HashSet<ResourceKey> keys = [.. objects.Select(resource => resource.Key)];
            IEnumerable<ResourceObject> others =
                before.Objects.Values.Where(resource => !keys.Contains(resource.Key));
            return Replace(source, [.. others, .. objects], before.Diagnostics);
        }
    }

    /// <summary>
    /// The object as <see cref="Put"/> would store it, with uid, times and versions, but without storing it.
    /// </summary>
    public ResourceObject Prepare(ConfigSource source, ResourceObject resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        lock (_lock)
        {
            SourceContent before = _sources.GetValueOrDefault(source) ?? SourceContent.Empty;
            return Admit(resource, before.Objects.GetValueOrDefault(resource.Key), _current.Version + 1);
        }
    }

    /// <summary>Takes an object out of a source.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(ConfigSource source, ResourceKey key)
    {
        lock (_lock)
        {
            SourceContent before = _sources.GetValueOrDefault(source) ?? SourceContent.Empty;
            if (!before.Objects.ContainsKey(key)) return false;
            IEnumerable<ResourceObject> others = before.Objects.Values.Where(resource => resource.Key != key);
            Replace(source, [.. others], before.Diagnostics);
            return true;
        }
    }

    /// <summary>The sources that have the object, the one in force last.</summary>
    public IReadOnlyList<ConfigSource> SourcesOf(ResourceKey key)
    {
        lock (_lock)
        {
            return [.. _sources.Where(pair => pair.Value.Objects.ContainsKey(key)).Select(pair => pair.Key)];
        }
    }

    /// <summary>The objects of one source, whether or not they are in force.</summary>
    public IReadOnlyList<ResourceObject> ObjectsOf(ConfigSource source)
    {
        lock (_lock)
        {
            return _sources.TryGetValue(source, out SourceContent? content)
                ? [.. content.Objects.Values]
                : [];
        }
    }

    /// <summary>
    /// Calls back with every new snapshot, in order, from the thread that made the change and while the store
    /// is locked: the callback must be quick, and must not wait for another thread that uses the store.
    /// </summary>
    /// <returns>Ends the subscription when disposed.</returns>
    public IDisposable Watch(Action<ConfigSnapshot> onChange)
    {
        ArgumentNullException.ThrowIfNull(onChange);
        lock (_lock)
        {
            var subscription = new Subscription(this, onChange);
            _subscriptions.Add(subscription);
            return subscription;
        }
    }

    /// <summary>
    /// The current snapshot and then every newest one; snapshots that were overtaken before they were taken
    /// are left out.
    /// </summary>
    public async IAsyncEnumerable<ConfigSnapshot> WatchAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var options = new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest };
        Channel<ConfigSnapshot> channel = Channel.CreateBounded<ConfigSnapshot>(options);
        using IDisposable subscription = WatchFromNow(channel.Writer);
        await foreach (
            ConfigSnapshot snapshot in channel.Reader.ReadAllAsync(cancellation)) yield return snapshot;
    }

    private IDisposable WatchFromNow(ChannelWriter<ConfigSnapshot> writer)
    {
        lock (_lock)
        {
            writer.TryWrite(_current);
            return Watch(snapshot => writer.TryWrite(snapshot));
        }
    }

    private ConfigSnapshot Publish(ConfigSource source, SourceContent content, long version)
    {
        _sources[source] = content;
        var inForce = new Dictionary<ResourceKey, ResourceObject>();
        var diagnostics = new List<Diagnostic>();
        foreach (SourceContent each in _sources.Values)
        {
            foreach ((ResourceKey key, ResourceObject resource) in each.Objects) inForce[key] = resource;
            diagnostics.AddRange(each.Diagnostics);
        }

        _current = new ConfigSnapshot(version, inForce.Values, diagnostics);
        foreach (Subscription subscription in _subscriptions.ToArray()) subscription.OnChange(_current);
        return _current;
    }

    private ResourceObject Admit(ResourceObject resource, ResourceObject? known, long version)
    {
        if (known is not null && ReferenceEquals(known, resource)) return known;
        ObjectMeta metadata = resource.Metadata;
        if (known is null)
        {
            return resource.WithMetadata(metadata with
            {
                Uid = metadata.Uid ?? _newUid().ToString(),
                CreationTimestamp = metadata.CreationTimestamp ?? time.GetUtcNow(),
                Generation = metadata.Generation ?? 1,
                ResourceVersion = version.ToString(CultureInfo.InvariantCulture),
            });
        }

        bool isSame = ResourceWriter.AreEquivalent(resource, known);
        // Equal objects that moved in their file are taken anew, so that messages show where they now stand.
        if (isSame && resource.Position == known.Position) return known;
        bool isSameContent = isSame || ResourceWriter.HaveEqualContent(resource, known);
        return resource.WithMetadata(metadata with
        {
            Uid = known.Metadata.Uid,
            CreationTimestamp = known.Metadata.CreationTimestamp,
            Generation = isSameContent ? known.Metadata.Generation : known.Metadata.Generation + 1,
            ResourceVersion = isSame
                ? known.Metadata.ResourceVersion
                : version.ToString(CultureInfo.InvariantCulture),
        });
    }

    private void End(Subscription subscription)
    {
        lock (_lock) _subscriptions.Remove(subscription);
    }

    private sealed class Subscription(ConfigStore store, Action<ConfigSnapshot> onChange) : IDisposable
    {
        public Action<ConfigSnapshot> OnChange { get; } = onChange;

        public void Dispose() => store.End(this);
    }
}
