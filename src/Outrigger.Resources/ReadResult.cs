namespace Outrigger.Resources;

/// <summary>What the reader made of a text.</summary>
public sealed class ReadResult
{
    /// <summary>The objects without errors, in the order of the text.</summary>
    public required IReadOnlyList<ResourceObject> Objects { get; init; }

    /// <summary>All findings, in the order of the text.</summary>
    public required IReadOnlyList<Diagnostic> Diagnostics { get; init; }

    /// <summary>Whether some object was rejected, or some part of the text could not be read.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);
}
