using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Pods;

/// <summary>A periodic check of a container.</summary>
[OpenRecord]
public sealed record Probe
{
    /// <summary>The check by an HTTP GET: 200 to 399 is success.</summary>
    public HttpGetAction? HttpGet { get; init; }

    /// <summary>The check by opening a TCP connection.</summary>
    public TcpSocketAction? TcpSocket { get; init; }

    /// <summary>The check by the gRPC health protocol.</summary>
    public GrpcAction? Grpc { get; init; }

    /// <summary>The check by running a command in the container.</summary>
    public ExecAction? Exec { get; init; }

    /// <summary>Seconds after the start before the first check.</summary>
    public int? InitialDelaySeconds { get; init; }

    /// <summary>Seconds between checks; 10 by default.</summary>
    public int? PeriodSeconds { get; init; }

    /// <summary>Seconds after which a check has failed; 1 by default.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Successes in a row that make a failed container good again; 1 by default.</summary>
    public int? SuccessThreshold { get; init; }

    /// <summary>Failures in a row that make a container bad; 3 by default.</summary>
    public int? FailureThreshold { get; init; }
}
