using System.Net;

namespace Outrigger.Local.Networking;

/// <summary>The addresses of one mesh on this machine, and how traffic is brought to the sidecars.</summary>
internal interface IMeshNetwork : IAsyncDisposable
{
    /// <summary>How traffic is brought to the sidecars.</summary>
    InterceptionMode Mode { get; }

    /// <summary>The address at which every proxy of the mesh reaches the control plane.</summary>
    IPAddress ControlPlaneAddress { get; }

    /// <summary>A loopback address of this mesh alone, for what only this machine's user may reach.</summary>
    IPAddress LoopbackAddress { get; }

    /// <summary>Gives a new pod its part of the network.</summary>
    Task<PodNetwork> AttachAsync(string podName, CancellationToken cancellation);

    /// <summary>Takes a pod's part of the network away.</summary>
    Task DetachAsync(PodNetwork pod);

    /// <summary>Makes names resolvable in the pods, where the mesh must do that itself.</summary>
    /// <param name="entries">Addresses and the names that each has.</param>
    void SetHosts(IReadOnlyList<HostEntry> entries);
}

/// <summary>One line of a hosts file.</summary>
/// <param name="Address">The address.</param>
/// <param name="Names">Its names.</param>
internal sealed record HostEntry(IPAddress Address, IReadOnlyList<string> Names);
