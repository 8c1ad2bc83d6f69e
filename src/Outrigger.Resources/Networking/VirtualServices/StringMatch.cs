using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record StringMatch.</summary>
[OneOf("exact", "prefix", "regex")]
public sealed record StringMatch
{
    /// <summary>Field exact.</summary>
    public string? Exact { get; init; }

    /// <summary>Field prefix.</summary>
    public string? Prefix { get; init; }

    /// <summary>Field regex.</summary>
    public string? Regex { get; init; }
}
