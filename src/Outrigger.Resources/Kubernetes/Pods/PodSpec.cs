using System.Text.Json;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Pods;

/// <summary>What runs in a pod.</summary>
[OpenRecord]
public sealed record PodSpec : IResourceSpec
{
    /// <summary>The containers; at least one.</summary>
    [Required]
    public IReadOnlyList<Container> Containers { get; init; } = [];

    /// <summary>Containers that run, or start, before the others.</summary>
    public IReadOnlyList<Container> InitContainers { get; init; } = [];

    /// <summary>The service account that the pod runs as; its identity in the mesh.</summary>
    public string? ServiceAccountName { get; init; }

    /// <summary>The node that the pod is placed on.</summary>
    public string? NodeName { get; init; }

    /// <summary>Whether the pod shares its node's network; such pods get no sidecar.</summary>
    public bool? HostNetwork { get; init; }

    /// <summary><c>Always</c> (default), <c>OnFailure</c> or <c>Never</c>.</summary>
    public string? RestartPolicy { get; init; }

    /// <summary>Seconds between the request to stop and the kill; 30 by default.</summary>
    public long? TerminationGracePeriodSeconds { get; init; }

    /// <summary>The pod's own host name.</summary>
    public string? Hostname { get; init; }

    /// <summary>The pod's domain below its headless service.</summary>
    public string? Subdomain { get; init; }

    /// <summary>Volumes that containers may mount.</summary>
    public IReadOnlyList<JsonElement> Volumes { get; init; } = [];
}
