namespace Outrigger.Resources.Text;

/// <summary>A key and its value in a mapping.</summary>
internal sealed record SourceEntry(SourceScalar Key, SourceNode Value);
