using System.Collections.Concurrent;
using Envoy.Config.Core.V3;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Outrigger.ControlPlane.Configuration;
using Outrigger.ControlPlane.Push;
using Outrigger.ControlPlane.Security;
using Outrigger.Discovery.Proxies;
using Outrigger.Identity;
using Outrigger.Xds.Server;
using Outrigger.Xds.Server.Caching;
using Outrigger.Xds.Server.Status;

namespace Outrigger.ControlPlane.Proxies;

/// <summary>
/// Knows every node that is connected, and sees that each is served what the mesh's newest state means for
/// it. A node's resources depend on its node message and on the identity that it has proved, so each node is a group of
/// its own, shared by its streams.
/// </summary>
internal sealed partial class ConnectedProxies : INodeClassifier
{
    private readonly ResourceCache _cache;
    private readonly RootCertificateSecret _rootCertificate;
    private readonly NodeAuthentication _authentication;
    private readonly ILogger<ConnectedProxies> _logger;
    private readonly ConcurrentDictionary<ClientId, VerifiedPeer> _peers = new();
    private readonly ConcurrentDictionary<NodeGroup, ProxyResourceSet> _groups = new();
    private readonly NamedResources _named = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<NodeGroup, int> _streams = [];
    private MeshState? _state;

    public ConnectedProxies(
        ResourceCache cache, RootCertificateSecret rootCertificate, NodeAuthentication authentication,
        ILogger<ConnectedProxies> logger)
    {
        _cache = cache;
        _rootCertificate = rootCertificate;
        _authentication = authentication;
        _logger = logger;
        rootCertificate.Changed += UpdateRootCertificate;
    }

    /// <summary>The connected clients that have proved who they are.</summary>
    public IEnumerable<KeyValuePair<ClientId, VerifiedPeer>> VerifiedPeers => _peers;

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
        var peer = _authentication.PeerOf(context);
        if (!ProxyNode.TryParse(node, out var proxy, out var error, peer?.Identity))
            throw new RpcException(new Grpc.Core.Status(StatusCode.InvalidArgument, error!));
        if (peer is not null)
        {
            _authentication.Check(proxy!, peer, context);
            _peers[client] = peer;
        }

        var group = GroupOf(node, peer?.Identity);
        ProxyResourceSet resources;
        MeshState? state;
        lock (_gate)
        {
            resources = _groups.GetOrAdd(group, key => new ProxyResourceSet(key, proxy!, _named, _rootCertificate));
            _streams[group] = _streams.GetValueOrDefault(group) + 1;
            state = _state;
        }
        if (state is not null) Generate(resources, state);
        return ValueTask.FromResult(group);
    }

    /// <inheritdoc/>
    public void Disconnected(ClientId client, Node node, NodeGroup group)
    {
        _peers.TryRemove(client, out _);
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
            _cache.Remove(group);
        }
    }

    /// <summary>
    /// Which clients a caller of the status service may see: over TLS those of its own identity, over clear text, where
    /// only processes of this machine are, all.
    /// </summary>
    public Func<ClientStatus, bool> VisibleTo(ServerCallContext context) =>
        _authentication.PeerOf(context) is { } peer
            ? client => _peers.TryGetValue(client.Id, out var other) && other.Identity == peer.Identity
            : _ => true;

    private void UpdateRootCertificate()
    {
        foreach (var group in _groups.Values) group.UpdateRootCertificate(_cache);
    }

    /// <summary>A node that went while its resources were made must not leave them behind.</summary>
    private void ForgetIfGone(NodeGroup group)
    {
        lock (_gate)
        {
            if (!_streams.ContainsKey(group)) _cache.Remove(group);
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
            resources.Update(_cache, state);
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
