using System.Text.Json;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Pods;

/// <summary>One container of a pod.</summary>
[OpenRecord]
public sealed record Container
{
    /// <summary>Name, unique in the pod.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>The image to run.</summary>
    public string? Image { get; init; }

    /// <summary>The program and its first arguments, in place of the image's entry point.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Arguments, in place of the image's.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>The folder to start in.</summary>
    public string? WorkingDir { get; init; }

    /// <summary>Ports on which the container listens.</summary>
    public IReadOnlyList<ContainerPort> Ports { get; init; } = [];

    /// <summary>Variables of the environment.</summary>
    public IReadOnlyList<EnvironmentVariable> Env { get; init; } = [];

    /// <summary>Whether the container may receive traffic.</summary>
    public Probe? ReadinessProbe { get; init; }

    /// <summary>Whether the container must be restarted.</summary>
    public Probe? LivenessProbe { get; init; }

    /// <summary>Whether the container has started; the other probes wait for it.</summary>
    public Probe? StartupProbe { get; init; }

    /// <summary>Requests and limits of computing resources.</summary>
    public JsonElement? Resources { get; init; }
}
