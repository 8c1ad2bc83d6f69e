using Outrigger.Analysis;
using Outrigger.Config;
using Outrigger.Config.Applied;
using Outrigger.Config.Files;
using Outrigger.Resources;

namespace Outrigger.ControlPlane.Configuration;

/// <summary>
/// Where the mesh's configuration comes together: the user's files, applied objects, and what runs.
/// </summary>
internal sealed class MeshConfiguration : IDisposable
{
    private readonly YamlFolderSource? _files;

    public MeshConfiguration(ControlPlaneOptions options)
    {
        Store = new ConfigStore(options.Time);
        Applied = new AppliedObjects(
            Store, new AppliedObjectDirectory(StateDirectory.AppliedObjects(options.StateDirectory)));
        Runtime = new RuntimeObjects(Store, StateDirectory.RuntimeFile(options.StateDirectory));
        if (options.Paths.Count > 0)
        {
            _files = new YamlFolderSource(Store, options.Paths, new YamlFolderOptions
            {
                Time = options.Time,
                Validate = resource => Analyzer.Validate(resource).Messages,
            });
        }
    }

    public ConfigStore Store { get; }

    public AppliedObjects Applied { get; }

    public RuntimeObjects Runtime { get; }

    /// <summary>
    /// Reads everything that is there, before anybody is served, and then follows the files.
    /// </summary>
    public void Start()
    {
        Applied.Load();
        Runtime.Load();
        _files?.Start();
    }

    /// <summary>Where an object in force stands that was not applied: its file, or null.</summary>
    public string? FileOf(ResourceKey key) =>
        Store.SourcesOf(key).Any(source => source.Layer == ConfigLayer.Files)
            ? Store.Current.Find(key)?.Position.ToString()
            : null;

    public void Dispose() => _files?.Dispose();
}
