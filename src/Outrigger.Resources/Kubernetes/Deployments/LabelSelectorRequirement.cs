using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Deployments;

/// <summary>One term about one label.</summary>
public sealed record LabelSelectorRequirement
{
    /// <summary>The label's key.</summary>
    [Required]
    public string? Key { get; init; }

    /// <summary><c>In</c>, <c>NotIn</c>, <c>Exists</c> or <c>DoesNotExist</c>.</summary>
    [Required]
    public string? Operator { get; init; }

    /// <summary>The values that the operator works with.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}
