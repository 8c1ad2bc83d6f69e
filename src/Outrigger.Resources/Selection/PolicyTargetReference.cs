using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Selection;

/// <summary>Record PolicyTargetReference.</summary>
public sealed record PolicyTargetReference
{
    /// <summary>Field group.</summary>
    [Length(Max = 253)]
    [Pattern("^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")]
    public string? Group { get; init; }

    /// <summary>Field kind.</summary>
    [Required]
    [Length(Min = 1, Max = 63)]
    [Pattern("^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")]
    public string? Kind { get; init; }

    /// <summary>Field name.</summary>
    [Required]
    [Length(Min = 1, Max = 253)]
    public string? Name { get; init; }

    /// <summary>Field namespace.</summary>
    [Rule(ValueRule.Empty)]
    public string? Namespace { get; init; }
}
