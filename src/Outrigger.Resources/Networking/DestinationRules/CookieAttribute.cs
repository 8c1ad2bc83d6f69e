using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record CookieAttribute.</summary>
public sealed record CookieAttribute
{
    /// <summary>Field name.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>Field value.</summary>
    public string? Value { get; init; }
}
