using Envoy.Config.Core.V3;
using Grpc.Core;
using Outrigger.Xds.Server.Caching;

namespace Outrigger.Xds.Server;

/// <summary>
/// The control plane's side of a stream's life: decides which group a node belongs to, and makes sure that
/// the group has a snapshot. Called for many streams at the same time.
/// </summary>
public interface INodeClassifier
{
    /// <summary>
    /// A client connected. Completes when the snapshot of its group is in the <see cref="ResourceCache"/>; a
    /// stream whose group has none gets its answers when one is set.
    /// </summary>
    /// <param name="client">Names the stream.</param>
    /// <param name="node">The node of the stream's first request. Must not be mutated.</param>
    /// <param name="context">
    /// The stream's call: who the peer is, and the token that is cancelled when it goes away meanwhile.
    /// </param>
    /// <returns>The group whose snapshot the client is served.</returns>
    /// <exception cref="RpcException">To refuse the client with a status.</exception>
    ValueTask<NodeGroup> ConnectAsync(ClientId client, Node node, ServerCallContext context);

    /// <summary>
    /// The stream ended, for whatever reason. Called exactly once for every call of <see
    /// cref="ConnectAsync"/> that returned a group. Must not throw.
    /// </summary>
    /// <param name="client">Names the stream.</param>
    /// <param name="node">As given to <see cref="ConnectAsync"/>.</param>
    /// <param name="group">As returned by <see cref="ConnectAsync"/>.</param>
    void Disconnected(ClientId client, Node node, NodeGroup group);
}
