using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadGroups;

/// <summary>A header of a check's request.</summary>
public sealed record ProbeHttpHeader
{
    /// <summary>Its name.</summary>
    [Pattern("^[-_A-Za-z0-9]+$", Meaning = "a header name of letters, digits, dashes and underscores")]
    public string? Name { get; init; }

    /// <summary>Its value.</summary>
    public string? Value { get; init; }
}
