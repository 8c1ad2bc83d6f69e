using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Services;

/// <summary>One port of a Service.</summary>
public sealed record ServicePort
{
    /// <summary>Name of the port; its prefix before the first dash names the protocol.</summary>
    public string? Name { get; init; }

    /// <summary>The port number that clients use.</summary>
    [Required]
    [Range(Min = 1, Max = 65535)]
    public int? Port { get; init; }

    /// <summary>The transport: <c>TCP</c> (default), <c>UDP</c> or <c>SCTP</c>.</summary>
    public string? Protocol { get; init; }

    /// <summary>The application protocol; it takes precedence over the name's prefix.</summary>
    public string? AppProtocol { get; init; }

    /// <summary>
    /// The port at the pod, by number or by container port name; by default the same number.
    /// </summary>
    public IntOrString? TargetPort { get; init; }

    /// <summary>The port at every node.</summary>
    public int? NodePort { get; init; }
}
