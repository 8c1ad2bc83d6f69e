using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Security.RequestAuthentications;

/// <summary>A claim to be copied into a header.</summary>
public sealed record ClaimToHeader
{
    /// <summary>The claim.</summary>
    [Required]
    [Length(Min = 1)]
    public string? Claim { get; init; }

    /// <summary>The header.</summary>
    [Required]
    [Length(Min = 1)]
    [Pattern("^[-_A-Za-z0-9]+$", Meaning = "a header name of letters, digits, dashes and underscores")]
    public string? Header { get; init; }
}
