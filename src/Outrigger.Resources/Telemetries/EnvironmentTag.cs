using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>A tag from an environment variable.</summary>
public sealed record EnvironmentTag
{
    /// <summary>The value when the variable is missing.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>The variable.</summary>
    [Required]
    [Length(Min = 1)]
    public string? Name { get; init; }
}
