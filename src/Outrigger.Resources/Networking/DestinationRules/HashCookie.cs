using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>The cookie that ties a client to an endpoint.</summary>
public sealed record HashCookie
{
    /// <summary>Further attributes of a generated cookie.</summary>
    public IReadOnlyList<CookieAttribute> Attributes { get; init; } = [];

    /// <summary>The cookie's name.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>The cookie's path.</summary>
    public string? Path { get; init; }

    /// <summary>The cookie's lifetime; when set, a missing cookie is generated.</summary>
    public TimeSpan? Ttl { get; init; }
}
