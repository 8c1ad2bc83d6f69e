using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Security.RequestAuthentications;

/// <summary>Record JwtHeader.</summary>
public sealed record JwtHeader
{
    /// <summary>Field name.</summary>
    [Required]
    [Length(Min = 1)]
    public string? Name { get; init; }

    /// <summary>Field prefix.</summary>
    public string? Prefix { get; init; }
}
