using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Selection;

/// <summary>Names the object that a policy is attached to.</summary>
public sealed record PolicyTargetReference
{
    /// <summary>Its API group; empty for the core group.</summary>
    [Length(Max = 253)]
    [Pattern(
        "^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        Meaning = "an API group such as gateway.networking.k8s.io, or nothing")]
    public string? Group { get; init; }

    /// <summary>Its kind.</summary>
    [Required]
    [Length(Min = 1, Max = 63)]
    [Pattern("^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$", Meaning = "a kind such as Service")]
    public string? Kind { get; init; }

    /// <summary>Its name.</summary>
    [Required]
    [Length(Min = 1, Max = 253)]
    public string? Name { get; init; }

    /// <summary>Must be empty, as the object is in the policy's own namespace.</summary>
    [Rule(ValueRule.Empty)]
    public string? Namespace { get; init; }
}
