using Outrigger.Local.Networking;
using Outrigger.Local.Supervision;

namespace Outrigger.Local.Pods;

/// <summary>Where a pod is in its life.</summary>
internal enum PodPhase
{
    /// <summary>Its sidecar or its application has not been started yet.</summary>
    Pending,

    /// <summary>Everything was started.</summary>
    Running,

    /// <summary>It is being taken down: no new requests, those under way are finished.</summary>
    Terminating,

    /// <summary>It could not be started; <see cref="PodState.Problem"/> says why.</summary>
    Failed,

    /// <summary>Nothing of it is left.</summary>
    Gone,
}

/// <summary>A pod at one moment.</summary>
internal sealed record PodState
{
    /// <summary>Who the pod is.</summary>
    public required PodPlan Plan { get; init; }

    /// <summary>When the pod was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Where the pod is in its life.</summary>
    public PodPhase Phase { get; init; }

    /// <summary>The pod's part of the network; null before it has one.</summary>
    public PodNetwork? Network { get; init; }

    /// <summary>The proxy's process; null before it was started.</summary>
    public ProcessStatus? Proxy { get; init; }

    /// <summary>The application's process; null before it was started, and always in a gateway.</summary>
    public ProcessStatus? Application { get; init; }

    /// <summary>Whether the proxy says that it is configured and serving.</summary>
    public bool ProxyReady { get; init; }

    /// <summary>Whether the application passes its readiness probe.</summary>
    public bool ApplicationReady { get; init; }

    /// <summary>Why the pod is not ready, in words; null when nothing is known to be wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether requests should be sent to the pod.</summary>
    public bool IsReady => Phase == PodPhase.Running && IsServing;

    /// <summary>Whether requests sent to the pod would be answered, wanted or not.</summary>
    public bool IsServing => ProxyReady && (Plan.IsGateway || ApplicationReady);

    /// <summary>How often the pod's processes were started again.</summary>
    public int RestartCount => (Proxy?.RestartCount ?? 0) + (Application?.RestartCount ?? 0);
}
