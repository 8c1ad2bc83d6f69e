using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadGroups;

/// <summary>Record ProbeHttpHeader.</summary>
public sealed record ProbeHttpHeader
{
    /// <summary>Field name.</summary>
    [Pattern("^[-_A-Za-z0-9]+$")]
    public string? Name { get; init; }

    /// <summary>Field value.</summary>
    public string? Value { get; init; }
}
