using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.WorkloadGroups;

/// <summary>Record ReadinessProbe.</summary>
[OneOf("httpGet", "tcpSocket", "exec", "grpc")]
public sealed record ReadinessProbe
{
    /// <summary>Field exec.</summary>
    public ExecHealthCheck? Exec { get; init; }

    /// <summary>Field failureThreshold.</summary>
    [Range(Min = 0)]
    public int? FailureThreshold { get; init; }

    /// <summary>Field grpc.</summary>
    public GrpcHealthCheck? Grpc { get; init; }

    /// <summary>Field httpGet.</summary>
    public HttpHealthCheck? HttpGet { get; init; }

    /// <summary>Field initialDelaySeconds.</summary>
    [Range(Min = 0)]
    public int? InitialDelaySeconds { get; init; }

    /// <summary>Field periodSeconds.</summary>
    [Range(Min = 0)]
    public int? PeriodSeconds { get; init; }

    /// <summary>Field successThreshold.</summary>
    [Range(Min = 0)]
    public int? SuccessThreshold { get; init; }

    /// <summary>Field tcpSocket.</summary>
    public TcpHealthCheck? TcpSocket { get; init; }

    /// <summary>Field timeoutSeconds.</summary>
    [Range(Min = 0)]
    public int? TimeoutSeconds { get; init; }
}
