using System.Runtime.ExceptionServices;
using Outrigger.Resources;

namespace Outrigger.Config.Applied;

/// <summary>
/// The objects that users applied: in the store's highest layer, and on disk. A change is on disk before it
/// is in force, and several objects are applied together or not at all. Thread-safe.
/// </summary>
public sealed class AppliedObjects(ConfigStore store, AppliedObjectDirectory directory)
{
    private readonly Lock _lock = new();

    /// <summary>The source under which applied objects are in the store.</summary>
    public static ConfigSource Source { get; } = new(ConfigLayer.Applied, "applied");

    /// <summary>Puts into the store what is on disk.</summary>
    /// <returns>The snapshot that holds it; files that could not be read are among its diagnostics.</returns>
    public ConfigSnapshot Load()
    {
        lock (_lock)
        {
            ReadResult read = directory.Load();
            return store.Replace(Source, read.Objects, read.Diagnostics);
        }
    }

    /// <summary>Applies objects that were read from a user's text and validated.</summary>
    /// <exception cref="IOException">An object could not be stored; none was applied.</exception>
    public IReadOnlyList<AppliedChange> Apply(IReadOnlyList<ResourceObject> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        lock (_lock)
        {
            Dictionary<ResourceKey, ResourceObject> before = store.ObjectsOf(Source).ToDictionary(o => o.Key);
            List<ResourceObject> prepared =
                [.. objects.Select(o => store.Prepare(Source, Bookkeeping.Strip(o)))];
            List<AppliedChange> changes =
                [.. prepared.Select(o => ChangeOf(o, before.GetValueOrDefault(o.Key)))];
            WriteAll(
                [.. changes.Where(c => c.Action != ApplyAction.Unchanged).Select(c => c.Resource)], before);
            store.Put(Source, [.. changes.Select(change => change.Resource)]);
            return changes;
        }
    }

    /// <summary>Deletes an applied object.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="IOException">It could not be deleted and is still in force.</exception>
    public bool Delete(ResourceKey key)
    {
        lock (_lock)
        {
            if (store.ObjectsOf(Source).All(resource => resource.Key != key)) return false;
            directory.Delete(key);
            return store.Remove(Source, key);
        }
    }

    private static AppliedChange ChangeOf(ResourceObject resource, ResourceObject? before)
    {
        if (before is null) return new AppliedChange(resource, ApplyAction.Created);
        bool isSame = before.Metadata.ResourceVersion == resource.Metadata.ResourceVersion;
        // An unchanged object stays the instance it is, so that nobody is told of a change.
        return isSame
            ? new AppliedChange(before, ApplyAction.Unchanged)
            : new AppliedChange(resource, ApplyAction.Configured);
    }

    private void WriteAll(
        IReadOnlyList<ResourceObject> objects, IReadOnlyDictionary<ResourceKey, ResourceObject> before)
    {
        int written = 0;
        try
        {
            for (; written < objects.Count; written++) directory.Write(objects[written]);
        }
        catch (IOException exception)
        {
            var cause = ExceptionDispatchInfo.Capture(exception);
            for (int i = 0; i < written; i++) Restore(objects[i].Key, before);
            cause.Throw();
        }
    }

    private void Restore(ResourceKey key, IReadOnlyDictionary<ResourceKey, ResourceObject> before)
    {
        if (before.TryGetValue(key, out ResourceObject? resource)) directory.Write(resource);
        else directory.Delete(key);
    }
}
