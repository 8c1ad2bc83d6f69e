using Outrigger.Resources;

namespace Outrigger.Config;

/// <summary>What one source has to say.</summary>
internal sealed class SourceContent(
    IReadOnlyDictionary<ResourceKey, ResourceObject> objects, IReadOnlyList<Diagnostic> diagnostics)
{
    public static SourceContent Empty { get; } = new(new Dictionary<ResourceKey, ResourceObject>(), []);

    public IReadOnlyDictionary<ResourceKey, ResourceObject> Objects { get; } = objects;

    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;

    /// <summary>Whether the other says the same; unchanged objects are the same instances.</summary>
    public bool Equals(SourceContent other) =>
        Objects.Count == other.Objects.Count
        && Objects.All(pair => ReferenceEquals(other.Objects.GetValueOrDefault(pair.Key), pair.Value))
        && Diagnostics.SequenceEqual(other.Diagnostics);
}
