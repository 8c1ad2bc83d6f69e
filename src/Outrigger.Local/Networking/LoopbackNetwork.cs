using System.Net;

namespace Outrigger.Local.Networking;

/// <summary>
/// The network of <see cref="InterceptionMode.None"/>: pod k is 127.N.0.k and its application 127.N.128.k.
/// Linux answers on all of 127.0.0.0/8, so nothing needs to be set up.
/// </summary>
internal sealed class LoopbackNetwork(AddressLease lease) : IMeshNetwork
{
    private const int ApplicationOffset = 128;
    private readonly PodIndexes _indexes = new();

    /// <inheritdoc/>
    public InterceptionMode Mode => InterceptionMode.None;

    /// <inheritdoc/>
    public IPAddress ControlPlaneAddress => LoopbackAddress;

    /// <inheritdoc/>
    public IPAddress LoopbackAddress { get; } = lease.Loopback(0, 1);

    /// <inheritdoc/>
    public Task<PodNetwork> AttachAsync(string podName, CancellationToken cancellation)
    {
        var index = _indexes.Take();
        var podAddress = lease.Loopback(index >> 8, index & 255);
        var applicationAddress = lease.Loopback(ApplicationOffset + (index >> 8), index & 255);
        return Task.FromResult(new PodNetwork
        {
            Index = index,
            PodAddress = podAddress,
            ApplicationBindAddress = applicationAddress,
            ApplicationAddress = applicationAddress,
            AdminAddress = podAddress,
            OpenSocket = PodNetwork.OpenMachineSocket,
        });
    }

    /// <inheritdoc/>
    public Task DetachAsync(PodNetwork pod)
    {
        _indexes.Return(pod.Index);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void SetHosts(IReadOnlyList<HostEntry> entries)
    {
        // Applications hand names to the sidecar's HTTP proxy, which knows them.
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
