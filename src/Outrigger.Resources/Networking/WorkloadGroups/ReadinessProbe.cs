using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadGroups;

/// <summary>How the health of a group's workloads is checked; set one check.</summary>
[OneOf("httpGet", "tcpSocket", "exec", "grpc")]
public sealed record ReadinessProbe
{
    /// <summary>By running a command.</summary>
    public ExecHealthCheck? Exec { get; init; }

    /// <summary>Failures in a row that make a workload bad; 3 by default.</summary>
    [Range(Min = 0)]
    public int? FailureThreshold { get; init; }

    /// <summary>By the gRPC health protocol.</summary>
    public GrpcHealthCheck? Grpc { get; init; }

    /// <summary>By an HTTP GET.</summary>
    public HttpHealthCheck? HttpGet { get; init; }

    /// <summary>Seconds before the first check.</summary>
    [Range(Min = 0)]
    public int? InitialDelaySeconds { get; init; }

    /// <summary>Seconds between checks; 10 by default.</summary>
    [Range(Min = 0)]
    public int? PeriodSeconds { get; init; }

    /// <summary>Successes in a row that make a workload good; 1 by default.</summary>
    [Range(Min = 0)]
    public int? SuccessThreshold { get; init; }

    /// <summary>By opening a connection.</summary>
    public TcpHealthCheck? TcpSocket { get; init; }

    /// <summary>Seconds that a check may take; 1 by default.</summary>
    [Range(Min = 0)]
    public int? TimeoutSeconds { get; init; }
}
