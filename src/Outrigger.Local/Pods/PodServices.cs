using Outrigger.Local.Networking;
using Outrigger.Local.Supervision;

namespace Outrigger.Local.Pods;

/// <summary>How far a publication of pods and endpoints must have come before its waiter goes on.</summary>
internal enum PublishReach
{
    /// <summary>The control plane has it.</summary>
    ControlPlane,

    /// <summary>Every connected proxy has acknowledged it, or a short time has passed.</summary>
    EveryProxy,
}

/// <summary>What a pod needs of the mesh around it.</summary>
internal sealed record PodServices
{
    /// <summary>Starts processes.</summary>
    public required ProcessLauncher Launcher { get; init; }

    /// <summary>The mesh's network.</summary>
    public required IMeshNetwork Network { get; init; }

    /// <summary>Makes processes of pods.</summary>
    public required PodProcesses Processes { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Told of every change of any pod; must return quickly.</summary>
    public required Action Changed { get; init; }

    /// <summary>Waits until what is so now has been published.</summary>
    public required Func<PublishReach, CancellationToken, Task> PublishAsync { get; init; }

    /// <summary>Gives the pod its addresses.</summary>
    public required Func<PodPlan, CancellationToken, Task<PodNetwork>> AttachAsync { get; init; }

    /// <summary>
    /// How long a pod that is out of every proxy's endpoints goes on serving: requests that were sent to it
    /// just before are still on their way.
    /// </summary>
    public TimeSpan RemovalGrace { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a process may take to end when the whole mesh stops.</summary>
    public TimeSpan UrgentGrace { get; init; } = TimeSpan.FromSeconds(5);
}
