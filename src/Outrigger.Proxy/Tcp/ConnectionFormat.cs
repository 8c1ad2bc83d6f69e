using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Upstream;
using Outrigger.Routing;
using Outrigger.Routing.Mutations;

namespace Outrigger.Proxy.Tcp;

/// <summary>What the variables of values are filled from where a connection carries no HTTP.</summary>
/// <param name="client">The client's connection.</param>
/// <param name="cluster">The cluster it goes to.</param>
/// <param name="endpoint">The endpoint it goes to.</param>
internal readonly struct ConnectionFormat(
    DownstreamConnection client, ClusterState cluster, EndpointState endpoint) : IFormatContext
{
    /// <inheritdoc/>
    public long StartTimeUnixMs => client.AcceptedSocket.Loop.UtcNow.ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public bool TryGetRequestHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value)
    {
        value = default;
        return false;
    }

    /// <inheritdoc/>
    public bool TryGetResponseHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value)
    {
        value = default;
        return false;
    }

    /// <inheritdoc/>
    public void Write(FormatVariable variable, ref ByteWriter writer)
    {
        switch (variable)
        {
            case FormatVariable.UpstreamRemoteAddress:
                ClientFormat.WriteAddress(endpoint.Slot.Address, ref writer);
                break;
            case FormatVariable.UpstreamRemoteAddressWithoutPort:
                ClientFormat.WriteIp(endpoint.Slot.Address, ref writer);
                break;
            case FormatVariable.UpstreamCluster:
                writer.Write(cluster.Model.Name.AsSpan());
                break;
            default:
                ClientFormat.Write(client, variable, ref writer);
                break;
        }
    }
}
