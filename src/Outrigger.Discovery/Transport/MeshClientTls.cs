using Envoy.Config.Core.V3;
using Envoy.Extensions.TransportSockets.Tls.V3;
using Outrigger.Discovery.Registry;

namespace Outrigger.Discovery.Transport;

/// <summary>Mutual TLS towards workloads of the mesh.</summary>
internal static class MeshClientTls
{
    /// <summary>The transport.</summary>
    /// <param name="options">What the whole mesh has in common.</param>
    /// <param name="serverName">The name to ask for, by which gateways between networks route.</param>
    /// <param name="names">Names of which the server's certificate must have one; any of the mesh if empty.</param>
    /// <param name="protocol">What the port speaks.</param>
    public static TransportSocket Socket(
        MeshOptions options, string serverName, IReadOnlyList<string> names, Protocol protocol)
    {
        var common = TransportSockets.OfMesh(options, names.Select(TransportSockets.Exactly));
        common.AlpnProtocols.Add(protocol switch
        {
            Protocol.Http => ApplicationProtocols.Http1,
            Protocol.Http2 or Protocol.Grpc or Protocol.GrpcWeb => ApplicationProtocols.Http2,
            // Where the protocol is detected, the proxy offers what it has detected.
            _ => ApplicationProtocols.Bytes,
        });
        return TransportSockets.Of(new UpstreamTlsContext { CommonTlsContext = common, Sni = serverName });
    }
}
