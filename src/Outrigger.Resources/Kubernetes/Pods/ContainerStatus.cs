using System.Text.Json;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Kubernetes.Pods;

/// <summary>State of one container.</summary>
[OpenRecord]
public sealed record ContainerStatus
{
    /// <summary>The container's name.</summary>
    public string? Name { get; init; }

    /// <summary>Whether its readiness probe passes.</summary>
    public bool? Ready { get; init; }

    /// <summary>How often it was restarted.</summary>
    public int? RestartCount { get; init; }

    /// <summary>Whether its startup probe has passed.</summary>
    public bool? Started { get; init; }

    /// <summary>The image that runs.</summary>
    public string? Image { get; init; }

    /// <summary>Waiting, running or terminated, with details.</summary>
    public JsonElement? State { get; init; }
}
