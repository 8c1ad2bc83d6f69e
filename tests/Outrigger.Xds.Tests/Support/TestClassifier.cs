using System.Collections.Concurrent;
using Envoy.Config.Core.V3;
using Grpc.Core;
using Outrigger.Xds.Server;
using Outrigger.Xds.Server.Caching;

namespace Outrigger.Xds.Tests.Support;

/// <summary>A node of id <c>group/name</c> belongs to that group, any other to the default group.</summary>
internal sealed class TestClassifier : INodeClassifier
{
    public static readonly NodeGroup DefaultGroup = new("default");

    public ConcurrentQueue<string> Events { get; } = new();

    public Func<Node, ValueTask> OnConnect { get; set; } = _ => ValueTask.CompletedTask;

    public async ValueTask<NodeGroup> ConnectAsync(ClientId client, Node node, ServerCallContext context)
    {
        Events.Enqueue($"connect {node.Id}");
        await OnConnect(node);
        int slash = node.Id.IndexOf('/');
        return slash < 0 ? DefaultGroup : new NodeGroup(node.Id[..slash]);
    }

    public void Disconnected(ClientId client, Node node, NodeGroup group) =>
        Events.Enqueue($"disconnect {node.Id} of {group}");
}
