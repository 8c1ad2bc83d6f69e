namespace Outrigger.Config.Files;

/// <summary>
/// Asks the system to report changes below some paths. Best effort: where the system cannot (no inotify
/// watches left, network file systems), the caller's polling still finds every change.
/// </summary>
internal sealed class FolderWatcher : IDisposable
{
    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly Action _onChange;

    public FolderWatcher(IEnumerable<string> paths, Action onChange)
    {
        _onChange = onChange;
        foreach (string path in paths) TryWatch(path);
    }

    public void Dispose()
    {
        foreach (FileSystemWatcher watcher in _watchers) watcher.Dispose();
    }

    private void TryWatch(string path)
    {
        bool isFolder = Directory.Exists(path);
        string? folder = isFolder ? path : Path.GetDirectoryName(path);
        if (folder is null || !Directory.Exists(folder)) return;
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = isFolder
                ? new FileSystemWatcher(folder) { IncludeSubdirectories = true }
                : new FileSystemWatcher(folder, Path.GetFileName(path));
            watcher.NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName
                | NotifyFilters.LastWrite | NotifyFilters.Size;
            watcher.Changed += (_, _) => _onChange();
            watcher.Created += (_, _) => _onChange();
            watcher.Deleted += (_, _) => _onChange();
            watcher.Renamed += (_, _) => _onChange();
            watcher.Error += (_, _) => _onChange();
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Polling takes over.
            watcher?.Dispose();
        }
    }
}
