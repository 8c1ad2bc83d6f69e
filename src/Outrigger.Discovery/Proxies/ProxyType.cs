namespace Outrigger.Discovery.Proxies;

/// <summary>What a client of discovery is in the mesh.</summary>
public enum ProxyType
{
    /// <summary>Beside one workload (<c>sidecar</c>).</summary>
    Sidecar,

    /// <summary>An ingress or egress gateway (<c>router</c>).</summary>
    Gateway,

    /// <summary>
    /// No proxy but a gRPC client with an xDS resolver of its own (a sidecar's node id and metadata
    /// <c>GENERATOR: grpc</c>, as with Istio).
    /// </summary>
    GrpcClient,
}
