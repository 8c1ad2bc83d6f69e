namespace Outrigger.Resources.Text;

/// <summary>A text as a tree; without a root when it is empty or cannot be read at all.</summary>
internal sealed record TreeResult(SourceNode? Root, IReadOnlyList<TreeError> Errors);
