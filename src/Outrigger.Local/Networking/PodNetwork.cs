using System.Net;
using System.Net.Sockets;

namespace Outrigger.Local.Networking;

/// <summary>What one pod has of the network.</summary>
internal sealed record PodNetwork
{
    /// <summary>The pod's number in the mesh, from 2; no two pods of one run share one.</summary>
    public required int Index { get; init; }

    /// <summary>The address that others reach the pod at; the sidecar's listeners stand there.</summary>
    public required IPAddress PodAddress { get; init; }

    /// <summary>The address that the application is to listen on.</summary>
    public required IPAddress ApplicationBindAddress { get; init; }

    /// <summary>The address at which the supervisor and the sidecar find the application.</summary>
    public required IPAddress ApplicationAddress { get; init; }

    /// <summary>The address of the sidecar's admin server.</summary>
    public required IPAddress AdminAddress { get; init; }

    /// <summary>
    /// Words put before a command to run it in the pod's network; empty when that is the machine's own.
    /// </summary>
    public IReadOnlyList<string> EnterCommand { get; init; } = [];

    /// <summary>Opens a TCP socket in the pod's network.</summary>
    public required Func<Socket> OpenSocket { get; init; }

    /// <summary>Opens a TCP socket in the machine's own network.</summary>
    public static Socket OpenMachineSocket() =>
        new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
}
