using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadGroups;

/// <summary>Record HttpHealthCheck.</summary>
public sealed record HttpHealthCheck
{
    /// <summary>Field host.</summary>
    public string? Host { get; init; }

    /// <summary>Field httpHeaders.</summary>
    public IReadOnlyList<ProbeHttpHeader> HttpHeaders { get; init; } = [];

    /// <summary>Field path.</summary>
    public string? Path { get; init; }

    /// <summary>Field port.</summary>
    [Required]
    [Rule(ValueRule.PortNumber)]
    public uint? Port { get; init; }

    /// <summary>Field scheme.</summary>
    [Rule(ValueRule.ProbeScheme)]
    public string? Scheme { get; init; }
}
