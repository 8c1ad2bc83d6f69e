using Outrigger.Resources;

namespace Outrigger.Config.Files;

/// <summary>What a file contributes: its objects in force and the findings about its newest text.</summary>
internal sealed record FileContent(
    FileFingerprint? Fingerprint, IReadOnlyList<ResourceObject> Objects, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether the file was ever read without an error, so that its objects are worth keeping.</summary>
    public bool IsLastGood { get; init; }
}
