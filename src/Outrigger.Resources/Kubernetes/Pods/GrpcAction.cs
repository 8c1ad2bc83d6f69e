using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Pods;

/// <summary>A check by the gRPC health protocol.</summary>
[OpenRecord]
public sealed record GrpcAction
{
    /// <summary>The port number.</summary>
    [Required]
    [Range(Min = 1, Max = 65535)]
    public int? Port { get; init; }

    /// <summary>The service name to ask about.</summary>
    public string? Service { get; init; }
}
