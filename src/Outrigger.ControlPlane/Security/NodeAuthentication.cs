using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Outrigger.ControlPlane.Proxies;
using Outrigger.Discovery.Proxies;

namespace Outrigger.ControlPlane.Security;

/// <summary>Decides whether a node may be who it says: over TLS, only who it has proved to be.</summary>
internal static class NodeAuthentication
{
    /// <summary>
    /// Who the client has proved to be; null over clear text, where nobody proves anything and gets nothing secret.
    /// </summary>
    /// <exception cref="RpcException">Over TLS there is no certificate, or it has expired.</exception>
    public static VerifiedPeer? PeerOf(HttpContext http, TimeProvider time)
    {
        var peer = http.Features.Get<VerifiedPeer>();
        if (peer is null && http.Features.Get<ITlsConnectionFeature>() is null) return null;
        if (peer is null)
            throw Refusal(StatusCode.Unauthenticated, "discovery over TLS needs a client certificate of the mesh");
        if (peer.NotAfter <= time.GetUtcNow())
            throw Refusal(StatusCode.Unauthenticated, $"the certificate of {peer.Identity} has expired");
        return peer;
    }

    /// <summary>Checks that a node is the one that its client has proved to be.</summary>
    /// <exception cref="RpcException">It is another's.</exception>
    public static void Check(ProxyNode node, VerifiedPeer peer)
    {
        if (node.Namespace != peer.Identity.Namespace)
        {
            throw Refusal(
                StatusCode.PermissionDenied,
                $"node {node.Id} is of namespace '{node.Namespace}', but its client has proved to be {peer.Identity}");
        }

        if (node.ServiceAccount.Length > 0 && node.ServiceAccount != peer.Identity.ServiceAccount)
        {
            throw Refusal(
                StatusCode.PermissionDenied,
                $"node {node.Id} is of service account '{node.ServiceAccount}', "
                    + $"but its client has proved to be {peer.Identity}");
        }
    }

    private static RpcException Refusal(StatusCode code, string message) => new(new Status(code, message));
}
