using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Record EnvironmentTag.</summary>
public sealed record EnvironmentTag
{
    /// <summary>Field defaultValue.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>Field name.</summary>
    [Required]
    [Length(Min = 1)]
    public string? Name { get; init; }
}
