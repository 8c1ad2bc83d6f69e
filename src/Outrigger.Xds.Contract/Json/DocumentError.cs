namespace Outrigger.Xds.Contract.Json;

/// <summary>One mistake in a document.</summary>
/// <param name="Position">Where the mistake is.</param>
/// <param name="Path">
/// The field, from the document's root: <c>static_resources.clusters[0].lb_policy</c>. Empty for the root
/// itself.
/// </param>
/// <param name="Message">One sentence: what was found and what was expected.</param>
public sealed record DocumentError(DocumentPosition Position, string Path, string Message)
{
    /// <summary>The whole message for a person.</summary>
    /// <returns>Place, path and sentence on one line.</returns>
    public override string ToString() =>
        Path.Length == 0 ? $"{Position}: {Message}" : $"{Position}: {Path}: {Message}";
}
