using Outrigger.Resources;

namespace Outrigger.Config.Files;

/// <summary>What a file contributes: its objects in force and the findings about its newest text.</summary>
internal sealed record FileContent(
    FileFingerprint? Fingerprint,
    IReadOnlyList<ResourceObject> Objects,
    IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>When the file was read.</summary>
    public DateTimeOffset ReadAt { get; init; }

    /// <summary>
    /// Whether the file was ever read without an error, so that its objects are worth keeping.
    /// </summary>
    public bool IsLastGood { get; init; }

    /// <summary>Whether the file is surely still what was read.</summary>
    public bool IsCurrent(string path) =>
        Fingerprint is { } known && known.IsConclusive(ReadAt) && known == FileFingerprint.Of(path);
}
