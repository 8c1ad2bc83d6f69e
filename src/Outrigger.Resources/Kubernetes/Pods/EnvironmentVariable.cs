using System.Text.Json;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Pods;

/// <summary>One variable of a container's environment.</summary>
[OpenRecord]
public sealed record EnvironmentVariable
{
    /// <summary>Name of the variable.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>Its value.</summary>
    public string? Value { get; init; }

    /// <summary>Where the value comes from, if not given here.</summary>
    public JsonElement? ValueFrom { get; init; }
}
