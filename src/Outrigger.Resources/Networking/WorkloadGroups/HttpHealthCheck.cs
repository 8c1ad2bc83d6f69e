using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadGroups;

/// <summary>A check by an HTTP GET.</summary>
public sealed record HttpHealthCheck
{
    /// <summary>The host to connect to; the workload if not set.</summary>
    public string? Host { get; init; }

    /// <summary>Headers to send.</summary>
    public IReadOnlyList<ProbeHttpHeader> HttpHeaders { get; init; } = [];

    /// <summary>The path to ask for.</summary>
    public string? Path { get; init; }

    /// <summary>The port.</summary>
    [Required]
    [Rule(ValueRule.PortNumber)]
    public uint? Port { get; init; }

    /// <summary><c>HTTP</c> or <c>HTTPS</c>.</summary>
    [Rule(ValueRule.ProbeScheme)]
    public string? Scheme { get; init; }
}
