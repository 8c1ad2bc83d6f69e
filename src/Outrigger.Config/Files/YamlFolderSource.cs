using Outrigger.Resources;

namespace Outrigger.Config.Files;

/// <summary>
/// Feeds files and folders of YAML and JSON into the store, and follows their changes within a second. Later
/// paths win over earlier ones. In folders, the files <c>*.yaml</c>, <c>*.yml</c> and <c>*.json</c> count, at
/// any depth, but none that is hidden. A file with an error keeps its last good version in force; its errors
/// are among the snapshot's diagnostics.
/// </summary>
public sealed class YamlFolderSource : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ConfigStore _store;
    private readonly IReadOnlyList<string> _paths;
    private readonly YamlFolderOptions _options;
    private readonly FileLoader _loader;
    private Dictionary<string, FileContent> _files = new(StringComparer.Ordinal);
    private FolderWatcher? _watcher;
    private ITimer? _timer;
    private bool _isReported;
    private bool _isDisposed;

    /// <param name="store">Takes the objects.</param>
    /// <param name="paths">Files and folders, in the order of their precedence.</param>
    /// <param name="options">Options.</param>
    public YamlFolderSource(ConfigStore store, IReadOnlyList<string> paths, YamlFolderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(paths);
        _store = store;
        _paths = paths;
        _options = options ?? new YamlFolderOptions();
        _loader = new FileLoader(_options);
    }

    /// <summary>Reads everything once and publishes it.</summary>
    /// <returns>The snapshot that holds it.</returns>
    public ConfigSnapshot Load()
    {
        lock (_lock) return Scan(readAll: true);
    }

    /// <summary>Reads everything, then follows changes until disposed.</summary>
    /// <returns>The first snapshot.</returns>
    public ConfigSnapshot Start()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            ConfigSnapshot first = Scan(readAll: true);
            _timer =
                _options.Time.CreateTimer(_ => OnTimer(), null, _options.PollInterval, _options.PollInterval);
            // The full path, because the system reports changes below it even if the working folder changes.
            if (_options.UseSystemWatcher)
            {
                _watcher = new FolderWatcher(_paths.Select(Path.GetFullPath), OnReport);
            }

            return first;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }

        // Outside of the lock, as a report may be waiting for it.
        _watcher?.Dispose();
    }

    private void OnReport()
    {
        lock (_lock)
        {
            // Only the first report of several hastens the next look: a file that is written all the time must not
            // put it off for ever.
            if (_isDisposed || _isReported) return;
            _isReported = true;
            _timer?.Change(_options.SettleTime, _options.PollInterval);
        }
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            _isReported = false;
            if (!_isDisposed) Scan(readAll: false);
        }
    }

    private ConfigSnapshot Scan(bool readAll)
    {
        var files = new Dictionary<string, FileContent>(StringComparer.Ordinal);
        var missing = new List<Diagnostic>();
        foreach (string path in _paths)
        {
            if (!File.Exists(path) && !Directory.Exists(path))
            {
                const string Message = "the file or folder does not exist";
                missing.Add(FileLoader.Finding(path, Severity.Error, ConfigCodes.UnreadableFile, Message));
                continue;
            }

            foreach (string file in YamlFiles.In(path))
            {
                FileContent? before = _files.GetValueOrDefault(file);
                bool isUnchanged = !readAll && before?.IsCurrent(file) == true;
                // Taken out first, so that a file that is named twice counts at its last place.
                files.Remove(file);
                files.Add(file, isUnchanged ? before! : _loader.Load(file, before));
            }
        }

        _files = files;
        return Publish(missing);
    }

    private ConfigSnapshot Publish(List<Diagnostic> diagnostics)
    {
        var objects = new Dictionary<ResourceKey, ResourceObject>();
        foreach (FileContent file in _files.Values)
        {
            diagnostics.AddRange(file.Diagnostics);
            foreach (ResourceObject resource in file.Objects)
            {
                if (objects.TryGetValue(resource.Key, out ResourceObject? shadowed))
                {
                    diagnostics.Add(Shadowed(shadowed, resource));
                }

                objects[resource.Key] = resource;
            }
        }

        var source = new ConfigSource(ConfigLayer.Files, _options.Name);
        return _store.Replace(source, [.. objects.Values], diagnostics);
    }

    private static Diagnostic Shadowed(ResourceObject shadowed, ResourceObject inForce) => new()
    {
        Severity = Severity.Warning,
        Code = ConfigCodes.ShadowedObject,
        Message = $"the object is without effect, because the later {inForce.Position} has it too",
        Position = shadowed.Position,
        Resource = shadowed.Key,
    };
}
