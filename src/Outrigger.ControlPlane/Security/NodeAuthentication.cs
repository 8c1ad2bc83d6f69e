using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Outrigger.ControlPlane.Proxies;
using Outrigger.Discovery.Proxies;

namespace Outrigger.ControlPlane.Security;

/// <summary>Decides whether a node may be who it says: over TLS, only who it has proved to be.</summary>
internal sealed partial class NodeAuthentication(TimeProvider time, ILogger<NodeAuthentication> logger)
{
    /// <summary>
    /// Who a client has proved to be; null over clear text, where nobody proves anything and gets nothing secret.
    /// </summary>
    /// <exception cref="RpcException">Over TLS there is no certificate, or it has expired.</exception>
    public VerifiedPeer? PeerOf(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var peer = http.Features.Get<VerifiedPeer>();
        if (peer is null && http.Features.Get<ITlsConnectionFeature>() is null) return null;
        if (peer is null)
        {
            throw Refusal(
                context, StatusCode.Unauthenticated, "no_certificate",
                "discovery over TLS needs a client certificate of the mesh");
        }

        return peer.NotAfter > time.GetUtcNow()
            ? peer
            : throw Refusal(
                context, StatusCode.Unauthenticated, "expired_certificate",
                $"the certificate of {peer.Identity} has expired");
    }

    /// <summary>Checks that a node is the one that its client has proved to be.</summary>
    /// <exception cref="RpcException">It is another's.</exception>
    public void Check(ProxyNode node, VerifiedPeer peer, ServerCallContext context)
    {
        if (node.Namespace != peer.Identity.Namespace)
            throw Foreign(node, $"namespace '{node.Namespace}'", peer, context);
        if (node.ServiceAccount.Length > 0 && node.ServiceAccount != peer.Identity.ServiceAccount)
            throw Foreign(node, $"service account '{node.ServiceAccount}'", peer, context);
    }

    private RpcException Foreign(ProxyNode node, string claim, VerifiedPeer peer, ServerCallContext context) => Refusal(
        context, StatusCode.PermissionDenied, "other_identity",
        $"node {node.Id} is of {claim}, but its client has proved to be {peer.Identity}");

    private RpcException Refusal(ServerCallContext context, StatusCode code, string reason, string message)
    {
        SecurityMetrics.NodeRefused(reason);
        LogRefused(context.Peer, message);
        return new RpcException(new Status(code, message));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused discovery to {Peer}: {Explanation}")]
    private partial void LogRefused(string peer, string explanation);
}
