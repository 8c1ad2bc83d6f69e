using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Security.RequestAuthentications;

/// <summary>Record ClaimToHeader.</summary>
public sealed record ClaimToHeader
{
    /// <summary>Field claim.</summary>
    [Required]
    [Length(Min = 1)]
    public string? Claim { get; init; }

    /// <summary>Field header.</summary>
    [Required]
    [Length(Min = 1)]
    [Pattern("^[-_A-Za-z0-9]+$")]
    public string? Header { get; init; }
}
