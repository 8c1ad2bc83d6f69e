using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>One attribute of a cookie.</summary>
public sealed record CookieAttribute
{
    /// <summary>Its name.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>Its value.</summary>
    public string? Value { get; init; }
}
