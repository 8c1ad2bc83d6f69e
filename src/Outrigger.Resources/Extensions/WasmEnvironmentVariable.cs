using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions;

/// <summary>A variable of a module's environment.</summary>
[RecordRule(ConsistencyRule.HostValueWithoutValue)]
public sealed record WasmEnvironmentVariable
{
    /// <summary>Its name.</summary>
    [Required]
    [Length(Min = 1, Max = 256)]
    public string? Name { get; init; }

    /// <summary>Its value.</summary>
    [Length(Max = 2048)]
    public string? Value { get; init; }

    /// <summary>Where the value comes from.</summary>
    public EnvironmentValueSource? ValueFrom { get; init; }
}
