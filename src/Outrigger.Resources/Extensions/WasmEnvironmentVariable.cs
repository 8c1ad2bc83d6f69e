using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Extensions;

/// <summary>Record WasmEnvironmentVariable.</summary>
[RecordRule(ConsistencyRule.HostValueWithoutValue)]
public sealed record WasmEnvironmentVariable
{
    /// <summary>Field name.</summary>
    [Required]
    [Length(Min = 1, Max = 256)]
    public string? Name { get; init; }

    /// <summary>Field value.</summary>
    [Length(Max = 2048)]
    public string? Value { get; init; }

    /// <summary>Field valueFrom.</summary>
    public EnvironmentValueSource? ValueFrom { get; init; }
}
