using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Pods;

/// <summary>One port on which a container listens.</summary>
[OpenRecord]
public sealed record ContainerPort
{
    /// <summary>Name by which a Service's target port may refer to it.</summary>
    public string? Name { get; init; }

    /// <summary>The port number.</summary>
    [Required]
    [Range(Min = 1, Max = 65535)]
    [FieldName("containerPort")]
    public int? Port { get; init; }

    /// <summary>The transport: <c>TCP</c> (default), <c>UDP</c> or <c>SCTP</c>.</summary>
    public string? Protocol { get; init; }

    /// <summary>The port at the node, where one is bound.</summary>
    public int? HostPort { get; init; }
}
