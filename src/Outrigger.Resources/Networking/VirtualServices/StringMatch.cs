using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>How a text is compared; set one field, or none to ask for presence only.</summary>
[OneOf("exact", "prefix", "regex")]
public sealed record StringMatch
{
    /// <summary>The whole text, letter by letter.</summary>
    public string? Exact { get; init; }

    /// <summary>What the text must begin with.</summary>
    public string? Prefix { get; init; }

    /// <summary>A regular expression in RE2 syntax that must match the whole text.</summary>
    public string? Regex { get; init; }
}
