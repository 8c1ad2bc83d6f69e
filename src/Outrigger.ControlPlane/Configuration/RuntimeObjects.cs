using Outrigger.Config;
using Outrigger.Resources;

namespace Outrigger.ControlPlane.Configuration;

/// <summary>
/// The Pods and EndpointSlices that the local runtime observes: in the store's lowest layer, and on disk, so
/// that a control plane that starts anew serves the same endpoints before the runtime has spoken again.
/// Thread-safe.
/// </summary>
internal sealed class RuntimeObjects(ConfigStore store, string file)
{
    private static readonly ConfigSource Source = new(ConfigLayer.Runtime, "local");

    private readonly Lock _lock = new();

    /// <summary>Puts into the store what is on disk.</summary>
    public ConfigSnapshot Load()
    {
        lock (_lock)
        {
            if (!File.Exists(file)) return store.Current;
            var read = ResourceReader.Read(File.ReadAllText(file), file);
            // A file that was cut off is as good as none: the runtime reports everything again within a
            // moment.
            return read.HasErrors ? store.Current : store.Replace(Source, read.Objects);
        }
    }

    /// <summary>Replaces the whole set.</summary>
    /// <exception cref="IOException">It could not be stored; the former set is still in force.</exception>
    public ConfigSnapshot Replace(IReadOnlyList<ResourceObject> objects)
    {
        lock (_lock)
        {
            var temporary = file + ".tmp";
            File.WriteAllText(temporary, ResourceWriter.ToJsonList(objects));
            File.Move(temporary, file, overwrite: true);
            return store.Replace(Source, objects);
        }
    }
}
