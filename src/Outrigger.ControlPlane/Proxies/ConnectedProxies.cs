using System.Collections.Concurrent;
using Envoy.Config.Core.V3;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Outrigger.ControlPlane.Configuration;
using Outrigger.ControlPlane.Push;
using Outrigger.Discovery.Proxies;
using Outrigger.Identity;
using Outrigger.Xds.Server;
using Outrigger.Xds.Server.Caching;

namespace Outrigger.ControlPlane.Proxies;

/// <summary>
/// Knows every node that is connected, and sees that each is served what the mesh's newest state means for
/// it. A node's resources depend on its node message and on the identity that it has proved, so each node is a group of
/// its own, shared by its streams.
/// </summary>
internal sealed partial class ConnectedProxies(ResourceCache cache, ILogger<ConnectedProxies> logger) : INodeClassifier
{
    private readonly ConcurrentDictionary<NodeGroup, ProxyResourceSet> _groups = new();
    private readonly NamedResources _named = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<NodeGroup, int> _streams = [];
    private MeshState? _state;

    /// <summary>The newest version whose resources every group has been given.</summary>
    public long PushedVersion { get; private set; }

    /// <summary>Gives every group what a new state means for it.</summary>
    public void Update(MeshState state)
    {
        ProxyResourceSet[] groups;
        lock (_gate)
        {
            _state = state;
            groups = [.. _groups.Values];
        }
        foreach (var group in groups)
        {
            Generate(group, state);
            ForgetIfGone(group.Group);
        }
        PushedVersion = state.Version;
    }

    /// <inheritdoc/>
    public ValueTask<NodeGroup> ConnectAsync(ClientId client, Node node, ServerCallContext context)
    {
        var identity = context.GetHttpContext().Features.Get<VerifiedPeer>()?.Identity;
        if (!ProxyNode.TryParse(node, out var proxy, out var error, identity))
            throw new RpcException(new Status(StatusCode.InvalidArgument, error!));
        var group = GroupOf(node, identity);
        ProxyResourceSet resources;
        MeshState? state;
        lock (_gate)
        {
            resources = _groups.GetOrAdd(group, key => new ProxyResourceSet(key, proxy!, _named));
            _streams[group] = _streams.GetValueOrDefault(group) + 1;
            state = _state;
        }
        if (state is not null) Generate(resources, state);
        return ValueTask.FromResult(group);
    }

    /// <inheritdoc/>
    public void Disconnected(ClientId client, Node node, NodeGroup group)
    {
        lock (_gate)
        {
            var streams = _streams.GetValueOrDefault(group) - 1;
            if (streams > 0)
            {
                _streams[group] = streams;
                return;
            }
            _streams.Remove(group);
            _groups.TryRemove(group, out _);
            cache.Remove(group);
        }
    }

    /// <summary>A node that went while its resources were made must not leave them behind.</summary>
    private void ForgetIfGone(NodeGroup group)
    {
        lock (_gate)
        {
            if (!_streams.ContainsKey(group)) cache.Remove(group);
        }
    }

    /// <summary>
    /// A generator that fails for one proxy is our fault: the proxy keeps what it has, and the others are
    /// served.
    /// </summary>
    private void Generate(ProxyResourceSet resources, MeshState state)
    {
        try
        {
            resources.Update(cache, state);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogGenerationFailed(exception, resources.Proxy.Id, state.Version);
        }
    }

    /// <summary>
    /// The node's whole message, and who it has proved to be: a pod that comes back with other labels is another
    /// group, and what one who proved something is served never reaches one who did not.
    /// </summary>
    private static NodeGroup GroupOf(Node node, SpiffeId? identity)
    {
        var version = ResourceVersion.Of(
            Xds.TypeUrl.Of(Node.Descriptor), node.Id, Google.Protobuf.MessageExtensions.ToByteArray(node));
        return new NodeGroup($"{node.Id}@{version} {identity}");
    }

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Generating the resources of proxy {Proxy} from configuration {Version} failed; "
            + "it keeps the former ones")]
    private partial void LogGenerationFailed(Exception exception, string proxy, long version);
}
