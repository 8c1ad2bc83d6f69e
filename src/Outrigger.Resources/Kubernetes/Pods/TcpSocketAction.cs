using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Pods;

/// <summary>A check by opening a TCP connection.</summary>
[OpenRecord]
public sealed record TcpSocketAction
{
    /// <summary>The port, by number or name.</summary>
    [Required]
    public IntOrString? Port { get; init; }

    /// <summary>The host to connect to; the pod's address by default.</summary>
    public string? Host { get; init; }
}
