using Outrigger.Resources;

namespace Outrigger.Config.Files;

/// <summary>Options of a <see cref="YamlFolderSource"/>.</summary>
public sealed record YamlFolderOptions
{
    /// <summary>The source's name within the layer of files.</summary>
    public string Name { get; init; } = "files";

    /// <summary>
    /// Judges each object by itself; an object with an error is not taken. Without it, only the schema
    /// counts.
    /// </summary>
    public Func<ResourceObject, IEnumerable<Diagnostic>> Validate { get; init; } = static _ => [];

    /// <summary>How often files are looked at when the system reports no change of them.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long a reported change may settle, so that a file is not read half-written.</summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether to ask the system for changes besides polling.</summary>
    public bool UseSystemWatcher { get; init; } = true;

    /// <summary>The clock of the polling.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
