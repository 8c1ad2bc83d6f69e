using Outrigger.Local.Processes;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Pods;

namespace Outrigger.Local.Pods;

/// <summary>A pod that is to run: who it is and what runs in it. Never changes.</summary>
internal sealed record PodPlan
{
    /// <summary>The pod's name, unique in its namespace.</summary>
    public required string Name { get; init; }

    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The Deployment that the pod is a replica of.</summary>
    public required string Deployment { get; init; }

    /// <summary>
    /// Which version of the Deployment's template, and of its process, the pod was made from.
    /// </summary>
    public required string TemplateHash { get; init; }

    /// <summary>The pod's labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The pod's annotations.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>What the template says of the pod.</summary>
    public required PodSpec Spec { get; init; }

    /// <summary>The service account that the pod runs as.</summary>
    public string ServiceAccount => Spec.ServiceAccountName ?? "default";

    /// <summary>The ports that the application listens on; the first is the one told by PORT.</summary>
    public required IReadOnlyList<int> Ports { get; init; }

    /// <summary>The port that PORT tells the application; 0 when no port is known.</summary>
    public int FirstPort => Ports.Count > 0 ? Ports[0] : 0;

    /// <summary>The container that the application stands for; null when the template has none.</summary>
    public Container? ApplicationContainer => Spec.Containers.Count > 0 ? Spec.Containers[0] : null;

    /// <summary>The application's process; null for a pod that is nothing but a proxy.</summary>
    public ProcessDefinition? Process { get; init; }

    /// <summary>Whether the proxy is a gateway rather than a sidecar.</summary>
    public bool IsGateway => Process is null;

    /// <summary>The identity of the pod's object.</summary>
    public ResourceKey Key => new("Pod", Namespace, Name);

    /// <summary>How long the application may take to end once it was asked to.</summary>
    public TimeSpan TerminationGrace => TimeSpan.FromSeconds(
        Math.Clamp(Spec.TerminationGracePeriodSeconds ?? DefaultTerminationGraceSeconds, 1, 3600));

    private const long DefaultTerminationGraceSeconds = 30;
}
