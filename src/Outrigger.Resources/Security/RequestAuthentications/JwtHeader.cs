using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Security.RequestAuthentications;

/// <summary>A header that may carry a token.</summary>
public sealed record JwtHeader
{
    /// <summary>Its name.</summary>
    [Required]
    [Length(Min = 1)]
    public string? Name { get; init; }

    /// <summary>What comes before the token in the value.</summary>
    public string? Prefix { get; init; }
}
