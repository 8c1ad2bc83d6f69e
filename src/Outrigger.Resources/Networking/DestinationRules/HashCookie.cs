using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record HashCookie.</summary>
public sealed record HashCookie
{
    /// <summary>Field attributes.</summary>
    public IReadOnlyList<CookieAttribute> Attributes { get; init; } = [];

    /// <summary>Field name.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>Field path.</summary>
    public string? Path { get; init; }

    /// <summary>Field ttl.</summary>
    public TimeSpan? Ttl { get; init; }
}
